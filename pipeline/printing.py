"""From the project to paper: which handouts there are, what goes on each, and where the PDF is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import files, handouts
from pipeline.edition import Publisher
from pipeline.languages import SOURCE, Locale
from pipeline.model import digest
from pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Order:
    """One PDF to be made."""

    locale: Locale
    page: str
    paper: str = "us-letter"

    @property
    def path(self) -> str:
        """Below build/: ``handouts/zh-Hans/trafficking/t-visa.pdf``; A4 says so in its name."""
        suffix = "" if self.paper == "us-letter" else f".{self.paper}"
        return f"handouts/{self.locale.tag}/{self.page}{suffix}.pdf"


def orders(
    project: Project, pages: Sequence[str] = (), locales: Sequence[str] = (), paper: str = "us-letter"
) -> Iterator[Order]:
    """Every page whose front matter asks for a handout (or the pages named), in every locale (or those named)."""
    wanted = [project.page(path).path for path in pages] or [
        path for path, page in project.pages.items() if "handout" in page.meta.handout
    ]
    for locale in [project.locale(code) for code in locales] or [SOURCE, *project.config.locales]:
        for path in wanted:
            yield Order(locale, path, paper)


class Press:
    """Makes the PDFs of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._publisher = Publisher(project)

    def sheet(self, order: Order) -> handouts.Sheet:
        """Everything that goes on the paper, in the page's language."""
        edition = self._publisher.edition(order.locale, order.page)
        title, description = edition.titles()
        body = self._publisher.html(edition)
        notice = " ".join(edition.notices())
        return handouts.Sheet(
            locale=order.locale,
            path=order.page,
            title=title,
            description=description,
            body=body,
            notice=notice,
            labels={key: edition.words(english) for key, english in handouts.LABELS.items()},
            version=digest(title, description, body, notice)[:8],
            checked=edition.checked or self.project.today,
            url=self.url(order),
            organization=self.project.config.organization,
            max_pages=edition.page.meta.handout.get("handout", 0),
            paper=order.paper,
        )

    def url(self, order: Order) -> str:
        """The page's address in the same language; English has no folder of its own."""
        folder = "" if order.locale == SOURCE else f"{order.locale.tag}/"
        page = order.page.removesuffix("index")
        return f"{self.project.config.url}{folder}{page}{'/' if page and not page.endswith('/') else ''}"

    def print(self, order: Order) -> bool:
        """Write the PDF below build/; False when it is there already, byte for byte."""
        data = handouts.compile_pdf(self.sheet(order), self.project.root, moment=self.project.moment)
        return files.replace(self.project.build / order.path, data, f"build/{order.path}")
