"""From the project to paper: which sheets there are, what goes on each, and where the file is written."""

from __future__ import annotations

import base64
import datetime
import functools
import math
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from pipeline import facts, fingerprint, navigation
from pipeline.edition import Publisher
from pipeline.errors import PrintError, counted
from pipeline.facts import Region
from pipeline.languages import SOURCE, Locale
from pipeline.model import Page, digest
from pipeline.organization import Scope
from pipeline.print import giver, handouts, listing, pictures, stamp
from pipeline.print.forms import FORMS, LABELS
from pipeline.print.orders import EVERYTHING, PAPER_ONLY, Order, Wish, address, left_out, orders
from pipeline.print.sheet import Sheet, values_of
from pipeline.print.stamp import Inputs, Printed, Stamp
from pipeline.project import Project

LIST = "handouts/index.html"
"""Below build/: the list of all sheets, for staff."""

_THREADS = min(os.cpu_count() or 1, 4)
_AHEAD = 2 * _THREADS  # sheets that are being set, or are waiting for it
_EXPANSION = 1.3
"""How much longer English becomes in other European languages, above 70 characters (W3C, "Text size in translation",
after IBM's guidelines)."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A sheet that Typst has set."""

    sheet: Sheet
    title: str
    """By which staff find it: as it is printed, or, of a text for paper alone, as its front matter names it."""
    pdf: bytes


def _in_languages(budget: int, locales: Iterable[Locale]) -> int:
    """How many pages a budget allows: it is meant for English and Chinese, and other languages take more room.

    So does English in the place of a missing translation, with the notices that say so.
    """
    longer = any(locale != SOURCE and not locale.is_unspaced for locale in locales)
    return math.ceil(budget * _EXPANSION) if longer else budget


class Press:
    """Makes the sheets of one project."""

    def __init__(self, project: Project, wish: Wish = EVERYTHING) -> None:
        self.project = project
        self._publisher = Publisher(project)
        self.giver = giver.read(wish.organization) if wish.organization else None
        self._text = functools.lru_cache(maxsize=8)(self._written)

    @functools.cached_property
    def _national(self) -> frozenset[str]:
        """The numbers for the whole country that answer at any hour."""
        contacts = self.project.registry.contacts.values()
        return frozenset(one.phone for one in contacts if one.phone and one.region is Region.US and one.hours == "24/7")

    def sheet(self, order: Order) -> Sheet:
        """Everything that goes on the paper, in the page's language; its twin beside it where the form has two."""
        form = FORMS[order.form]
        first, *second = (self._text(locale, order.page, order.region) for locale in order.locales)
        budget = _in_languages(self.project.page(order.page).meta.handout.get(form.asked, 0), order.locales)
        version = digest(first.version, *(one.version for one in second))[:8] if second else first.version
        beside = replace(second[0], form=order.form, paper=order.paper) if second else None
        return replace(first, form=order.form, paper=order.paper, version=version, max_pages=budget, beside=beside)

    def _written(self, locale: Locale, page: str, region: str) -> Sheet:
        """A page in one language, in no form yet."""
        edition = self._publisher.edition(locale, page, region)
        title, description = edition.titles()
        body = self._publisher.html(edition)
        notice = " ".join(edition.notices())
        return Sheet(
            locale=locale,
            path=page,
            title=title.text,
            description=description.text,
            title_lang=title.lang or "",
            description_lang=description.lang or "",
            notice_lang=SOURCE.tag if edition.locale != SOURCE and notice == " ".join(edition.notices(str)) else "",
            body=body,
            notice=notice,
            labels={key: edition.words(english) for key, english in LABELS.items()},
            version=digest(title.text, description.text, body, notice)[:8],
            checked=edition.checked or self.project.today,
            url=address(self.project, locale, page),
            organization=self.project.config.organization,
            expired=min((fact.check_by for fact in expired(self.project, edition.page) if fact.check_by), default=None),
            giver=self.giver,
            national=self._national,
        )

    def typeset(self, wanted: Iterable[Order]) -> Iterator[tuple[Order, Future[Typeset]]]:
        """The orders in turn, each with its sheet and PDF, or with the PrintError that says why there is none.

        Typst lets go of the interpreter, so the next few are being set while the caller writes one.
        """
        waiting: deque[tuple[Order, Future[Typeset]]] = deque()
        with ThreadPoolExecutor(_THREADS) as pool:
            for order in wanted:
                waiting.append((order, self._begun(order, pool)))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft()
            yield from waiting

    def _begun(self, order: Order, pool: Executor) -> Future[Typeset]:
        try:
            sheet = self.sheet(order)
            values = values_of(sheet)
        except PrintError as error:
            refused: Future[Typeset] = Future()
            refused.set_exception(error)
            return refused
        templates = self.project.root / handouts.TEMPLATES
        # what is only printed has a heading that speaks to its readers, and several cards have the same one
        title = sheet.title if order.page.startswith(PAPER_ONLY) else values["title"]["v"]
        return pool.submit(lambda: Typeset(sheet, title, handouts.typeset(sheet, values, templates)))

    def write(self, order: Order, found: Typeset, key: str) -> Printed:
        """Write the file below build/; what the record keeps of it. Raises PrintError for too large a picture."""
        sheet, pdf = found.sheet, found.pdf
        data = pictures.png(pdf, sheet.name) if FORMS[order.form].is_picture else pdf
        stamp.write(self.project.build / order.path, data, f"build/{order.path}")
        small = "" if FORMS[order.form].is_picture else base64.b64encode(pictures.thumbnail(pdf)).decode()
        return Printed(
            path=order.path,
            key=key,
            output=fingerprint.of_bytes(data),
            title=found.title,
            page=order.page,
            form=order.form,
            paper=order.paper,
            languages=tuple(locale.tag for locale in order.locales),
            region=order.region,
            pages=pictures.pages(pdf),
            size=len(data),
            thumbnail=small,
        )


def expired(project: Project, page: Page) -> list[facts.Fact]:
    """The facts of a page whose day has passed."""
    return [fact for fact in project.registry.named(page.meta.facts) if facts.expired(fact, project.today)]


def refuse_expired(project: Project, wanted: Sequence[Order]) -> None:
    """For a release: raise PrintError when a page among the orders rests on a fact whose day has passed."""
    late = []
    for path in dict.fromkeys(order.page for order in wanted):
        late += [f"{path} ({fact.id}, {fact.check_by})" for fact in expired(project, project.page(path))]
    if late:
        message = f"not released, nothing was printed: facts were to be checked again: {', '.join(late)}"
        raise PrintError(facts.FACTS_FILE, message, "Read their sources again, or print without --release")


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the press did."""

    printed: int
    wanted: int
    errors: tuple[PrintError, ...] = ()
    """Why the other sheets could not be printed; older ones of theirs are deleted."""
    left_out: tuple[str, ...] = ()
    """The languages that no sheet was wanted in, because there is no font: each with what to do."""

    def __str__(self) -> str:
        if not self.wanted:
            return "nothing to print: no page asks for such a sheet"
        if not self.printed and not self.errors:
            are = "sheet is as it should be" if self.wanted == 1 else "sheets are as they should be"
            return f"nothing to print: {self.wanted} {are}"
        rest = "; the others are as they should be" if self.printed < self.wanted and not self.errors else ""
        return f"printed {self.printed} of {counted(self.wanted, 'sheet')}{rest}"


def run(project: Project, wish: Wish, begin: Callable[[int], Callable[[], None]]) -> Result:
    """Print what is wished for and has changed, then the list of all sheets, build/handouts/index.html.

    ``begin`` gets the number of sheets to print, and gives what to call after each.
    """
    press, inputs, record = Press(project, wish), Inputs(project.root), Stamp(project.build)
    unfit = tuple(f"{locale.name} ({locale.code}): {lack}. {fix}" for locale, lack, fix in left_out(project, wish))
    menu = _menu(project)
    whole = inputs.key(str(project.today), repr(press.giver), repr(menu), *unfit)
    if (count := record.is_done(str(wish), whole)) and (project.build / LIST).exists():
        return Result(0, count, left_out=unfit)
    wanted = list(orders(project, wish))
    if wish.release:
        refuse_expired(project, wanted)
    beside = f"{_regions(project, wish)}{press.giver}"
    keys = {order: _key(inputs, order, project.today, beside) for order in wanted}
    changed = [order for order in wanted if not record.is_printed(order.path, keys[order])]
    step, errors = begin(len(changed)), []
    try:
        for order, found in press.typeset(changed):
            try:
                record.add(press.write(order, found.result(), keys[order]))
            except PrintError as error:
                errors.append(error)
                (project.build / order.path).unlink(missing_ok=True)
            step()
    finally:
        record.save()  # whoever stops it need not wait for the same sheets again
    paths = [order.path for order in wanted]
    sheets = record.finish(str(wish), "" if errors else whole, paths, alone=wish.is_everything)
    names = {locale.tag: locale.name for locale in project.config.everywhere}
    if sheets:
        described = {path: page.meta.description for path, page in project.pages.items()}
        text = listing.render(project.root, sheets, names, menu, described)
        stamp.write(project.build / LIST, text.encode(), f"build/{LIST}")
    else:  # a site that prints nothing need not have the templates
        (project.build / LIST).unlink(missing_ok=True)
    record.save()
    return Result(len(changed) - len(errors), len(wanted), tuple(errors), unfit)


def _menu(project: Project) -> list[tuple[str, str]]:
    """The site's menu as staff know it: the label and the path of each page, an organization's own last."""
    own = project.config.look.menu.items()
    return [
        *navigation.sections(project.root),
        *((label, path.removesuffix(".md")) for label, paths in own for path in paths),
    ]


def _regions(project: Project, wish: Wish) -> str:
    """All that a sheet depends on in other pages: their regions, where links to those of other places are left out."""
    if not wish.region and project.config.scope == Scope():
        return ""
    return str([(path, page.meta.region) for path, page in project.pages.items()])


def _key(inputs: Inputs, order: Order, today: datetime.date, beside: str) -> str:
    return inputs.key(str(order), str(today), beside, page=order.page, codes=(locale.code for locale in order.locales))
