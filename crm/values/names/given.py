"""Common given names, which tell the order of a name that nothing else tells."""

from __future__ import annotations

from typing import Final

from crm.values.folding import fold

__all__ = ["GIVEN_NAMES", "is_given", "is_given_surely"]

_GIVEN: Final = frozenset(
    """
    adele adrien agathe agnes aicha alain albane alice aline alix amandine amelie ana anais anna anne annie
    antoine antoinette arthur astrid aude audrey aurelie aurelien axelle barbara beatrice benedicte benjamin
    bertrand bob brigitte camille carole caroline catherine cecile celine chantal charlotte chloe christelle
    christiane christine christophe claire clara claudine clemence colette coralie corinne cyril damien danielle
    delphine diane dominique dorothee edith edouard eleonore elena elisabeth elise elodie eloise emilie emma
    emmanuel emmanuelle enzo eric estelle esther etienne eva evelyne fabien fabienne fabrice fanny fatima
    florence francine francois francoise frederic frederique gabrielle genevieve genevieve georges geraldine
    ghislaine gregory guy helene hortense hugo ines irene isabelle jacqueline jean jeanne jeremy jerome joelle
    jose josephine josette juan julie julien juliette justine karine laetitia laura laure laurence lea
    leila lisa louise luc lucie lucien ludivine ludovic madeleine magali manon marguerite maria marie
    marianne marielle marina marine marion marthe mathilde maud maxime melanie michele micheline mireille
    mohamed monique muriel myriam nadege nadia nadine natacha nathalie nicole noemie odile oceane olga patrice
    patricia patrick paul paula pauline pedro perrine philippe pierre quentin raphael raphaelle rachel regine
    romain sabine sabrina samuel sandra sandrine sarah sebastien solange solene sonia sophie stephane
    stephanie suzanne sylvain sylvie therese thibault valentin valerie vanessa veronique victoire virginie
    viviane xavier yann yannick yasmine yves yvette yvonne zoe
    """.split()
)
"""Folded. Names that are as often a family's are apart."""

_ALSO_FAMILY: Final = frozenset(
    """
    alexandre andre arnaud aubert benoit bernard charles claude clement colin daniel david denis didier felix
    gabriel gerard gilbert gilles guillaume henri henry herve jacques joseph laurent leon louis lucas marc marcel
    mathieu maurice michel nicolas noel olivier pascal remy rene richard robert roger roland simon thomas victor
    vincent
    """.split()
)
"""Given names that are common family names: last in a name, they tell nothing."""

GIVEN_NAMES: Final = _GIVEN | _ALSO_FAMILY
"""All of them, folded."""


def is_given(word: str) -> bool:
    """Tell a common given name, compound ones by their parts.

    >>> [is_given(word) for word in ("Anne", "Jean-Pierre", "BERNARD", "Martin", "Petit-Jean")]
    [True, True, True, False, False]
    """
    parts = fold(word).split()
    return bool(parts) and all(part in GIVEN_NAMES for part in parts)


def is_given_surely(word: str) -> bool:
    """Tell one that is seldom a family name.

    >>> [is_given_surely(word) for word in ("Anne", "Jean-Michel", "Bernard")]
    [True, True, False]
    """
    return is_given(word) and not _ALSO_FAMILY.issuperset(fold(word).split())
