"""The beginnings of invented releases, under which a test prints its contacts."""

__all__ = ["ENGLISH", "FRENCH", "GERMAN"]

FRENCH = (
    "COMMUNIQUÉ DE PRESSE\nValmont, le 17 janvier 2025\n\nUn laboratoire commun sur les glaciers\n\nL'Université de "
    "Valmont annonce la création d'un laboratoire commun qui étudiera les glaciers de la vallée pendant cinq ans.\n\n"
)
GERMAN = (
    "PRESSEMITTEILUNG\nWaldsee, 17. Januar 2025\n\nEin neues Labor für die Gletscher im Tal\n\nDie Hochschule Waldsee "
    "eröffnet ein Labor, das die Gletscher in den nächsten fünf Jahren mit den Gemeinden im Tal beobachten wird.\n\n"
)
ENGLISH = (
    "PRESS RELEASE\nMerelford, 17 January 2025\n\nA new laboratory for the glaciers of the valley\n\nThe institute of "
    "Merelford has opened a laboratory that will watch the glaciers with the towns of the valley for five years.\n\n"
)
