"""The project's videos as a whole: which is next, handing one in, setting one aside."""
