"""Live inside an application of your own: its engine, its tables, its foreign keys to ours, its own migrations.

python examples/04_migrate_and_embed.py [DATABASE_URL]      (in memory, unless a database is named)
"""

import sys

from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

import crm
from crm import database, schema


class HostBase(DeclarativeBase):
    """The application's own tables, in metadata of their own: its autogenerate never sees ours."""


class Interview(HostBase):
    __tablename__ = "interview"

    id: Mapped[int] = mapped_column(primary_key=True)
    journalist: Mapped[str]
    contact_id: Mapped[int] = mapped_column(ForeignKey(crm.PressContact.id))
    contact: Mapped[crm.PressContact] = relationship(crm.PressContact)


def main(url: str = "sqlite://") -> None:
    engine = database.configure(create_engine(url))  # on SQLite: foreign keys and transactions as they should be
    try:
        print("migrated:", ", ".join(schema.upgrade(engine).applied))
        print("again:", schema.upgrade(engine).applied or "nothing to do")
        print("drift:", schema.check(engine) or "none")

        HostBase.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            anne = crm.PressContact(name="Anne Le Goff")
            session.add(Interview(journalist="Zoé Quint", contact=anne))
        with Session(engine) as session:
            for interview in session.scalars(select(Interview)):
                print(f"{interview.journalist} interviews {interview.contact.name}")

        HostBase.metadata.drop_all(engine)
        print("undone:", ", ".join(schema.downgrade(engine, "base").applied))
    finally:
        engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
