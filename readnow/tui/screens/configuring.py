"""Another configuration while ReadNOW runs: looking at it, reading its file again, going by it. The actions
`config.*`.

Invariant: a file that cannot be read changes nothing and is told; what was read is taken over as one, and
what shows at the next start only is said.
"""

from msgspec.structs import replace

from readnow.config.schema import Config, UiConfig
from readnow.config.themes import AUTO, TERMINAL
from readnow.keys.keymap import resolve
from readnow.library.presentation import article_document
from readnow.model.errors import ReadNowError
from readnow.model.query import Sort
from readnow.tui.bindings import use_keys
from readnow.tui.configured import Configured, Reading
from readnow.tui.screens.detailing import Detailing
from readnow.tui.themes import themes
from readnow.views.feed_order import FeedOrder
from readnow.views.looks import CHOSEN


class Configuring(Detailing):
    """What changes the configuration in force."""

    @property
    def configured(self) -> Configured:
        """The file, and what is tried over it."""
        return self.surroundings.configured

    def action_config_open(self) -> None:
        """All settings."""
        from readnow.tui.screens.configuration import ConfigurationScreen

        self.app.push_screen(ConfigurationScreen(self.library, self))

    def action_config_reload(self) -> None:
        """Read the file again."""
        self.work_on(self._reload, "configuration")

    async def _reload(self) -> None:
        try:
            reading = await self.read_config()
        except ReadNowError as err:
            self.say(f"{err} What held before still holds.", error=True)
            return
        self.say(reading.sentence, error=bool(reading.problems))

    async def read_config(self) -> Reading:
        """Read the file again, and go by it. Raises `ConfigError`; then all is as before."""
        reading = await self.configured.read_again()
        problem = self.adopt(self.configured.in_force)
        return replace(reading, problems=(*reading.problems, problem)) if problem else reading

    def adopt(self, config: Config) -> str:
        """Go by this configuration from now on; what is wrong with its look, if anything."""
        before, self.config = self.config, config
        keymap = resolve(config.keys, commands=config.commands)
        self.surroundings = replace(self.surroundings, config=config, keymap=keymap)
        self.take_keys(keymap)
        use_keys(self.app, keymap)
        self.learn_commands()
        self.library.adopt(config)
        if config.theme != before.theme:
            self._know_themes(config)
        problem = self.apply_looks(self._looks(before.ui, config.ui))
        if config.ui.text_width != before.ui.text_width:
            self.widths = replace(self.widths, text=None)
            self.reader.set_text_width(config.ui.text_width)
        if config.ui.feed_order != before.ui.feed_order:
            self.order_feeds(FeedOrder(config.ui.feed_order))
        if config.ui.hide_read != before.ui.hide_read:
            self.hide_read(config.ui.hide_read)
        if config.ui.date_format != before.ui.date_format:
            self._show_dates()
        if config.ui.sort != before.ui.sort:
            self.sorts.go_by(Sort(config.ui.sort))
            self.work_on(self.open_late, "ordering", newest_only=True)
        return problem

    def _know_themes(self, config: Config) -> None:
        """Know the themes of the user's as they are now."""
        known = themes(config.theme.own)
        for theme in known.values():
            self.app.register_theme(theme)
        self.surroundings = replace(self.surroundings, themes=tuple(known))
        name, self.ui = self.ui.theme, replace(self.ui, theme=TERMINAL)
        self.apply_theme(TERMINAL)
        self.apply_theme(name if name in known else AUTO)

    def _looks(self, before: UiConfig, now: UiConfig) -> UiConfig:
        """The looks that are configured now; what was chosen by keys stays where its setting is the same."""
        tried = self.configured.tried
        same = [name for name in CHOSEN if getattr(before, name) == getattr(now, name)]
        return replace(now, **{name: getattr(self.ui, name) for name in same if f"ui.{name}" not in tried})

    def _show_dates(self) -> None:
        """The open article again, with dates as they are written now."""
        if self.article is None or self.finding or self.reader.key != self.article.head.id:
            return
        document = article_document(self.article, date_format=self.config.ui.date_format)
        self.reader.show(document, key=self.article.head.id, offset=self.reader.place)
