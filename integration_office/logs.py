"""Logs as JSON lines without personal data: no values, no addresses, no search texts."""

import json
import logging
import traceback


FIELDS = ("reference", "method", "page", "status", "ms", "purpose", "error")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One line. Of an exception only its class and the places it came through are kept: its
        message and Django's request arguments may quote what somebody typed."""
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if reference := getattr(request, "reference", None):
            line["reference"] = reference
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at_code"] = [
                f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        elif request is None:
            # Only the text of the code; its arguments may be what somebody typed.
            line["message"] = str(record.msg)
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return json.dumps(line, ensure_ascii=False)
