"""The same paper made by other tools. Each module has `render(content) -> bytes`; see NOTICE.md."""
