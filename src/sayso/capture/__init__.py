"""Files, folders, standard input, feeds and archives in; reports (bytes as received) out."""

from sayso.capture.inputs import MAX_REPORT_BYTES, read_inputs, total_bytes
from sayso.capture.reasons import REASONS

__all__ = ["MAX_REPORT_BYTES", "REASONS", "read_inputs", "total_bytes"]
