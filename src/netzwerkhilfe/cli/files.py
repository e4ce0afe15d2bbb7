"""Files and photos at entries."""

from __future__ import annotations

from netzwerkhilfe import atomic
from netzwerkhilfe.cli.arguments import existing
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import files
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import attachments


def do_attach(context: Context) -> Json:
    """Hang a file on an entry."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        try:
            content = context.options.file.read_bytes()
        except OSError as error:
            raise UserError("Die Datei ist nicht lesbar.", "", f"Bitte prüfen Sie: {context.options.file}") from error
        with store.change() as change:
            record = attachments.attach(change, found, context.options.file.name, content)
    context.say(record)
    return {"id": record}


def do_files(context: Context) -> Json:
    """List or write out the files of an entry."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        listed = []
        for one in store.children(found.id, Attachment):
            content = attachments.content(store, one)
            listed.append(
                {
                    "id": one.id,
                    "name": one.record.name,
                    "size": one.record.size,
                    "here": content is not None,
                }
            )
            context.say(
                f"{one.id}  {one.record.name}  {one.record.size} Bytes"
                f"{'' if content is not None else '   (noch nicht angekommen)'}",
            )
            if context.options.output and content is not None:
                context.options.output.mkdir(parents=True, exist_ok=True)
                target = atomic.free_name(context.options.output, files.safe_name(str(one.record.name)))
                try:
                    atomic.write_bytes(target, content)
                except OSError as error:
                    raise atomic.refused(error, target) from error
    return listed
