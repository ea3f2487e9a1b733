from knowledge.models.articles import ArticleIndexPage, ArticlePage
from knowledge.models.demo import DemoObject
from knowledge.models.imports import ImportedFile
from knowledge.models.information import InformationIndexPage, InformationPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "DemoObject",
    "ImportedFile",
    "InformationIndexPage",
    "InformationPage",
]
