"""What training pulls together and pushes apart: each loss by itself, and the one that a configuration chooses."""

from .classes import CentreLoss, CosineClassifier
from .contrast import Memory, info_nce, koleo
from .margin import contrastive, distances, triplet
from .objective import Objective

__all__ = [
    "CentreLoss",
    "CosineClassifier",
    "Memory",
    "Objective",
    "contrastive",
    "distances",
    "info_nce",
    "koleo",
    "triplet",
]
