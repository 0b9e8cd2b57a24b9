"""The building blocks of the window: rows of controls, cards, bars."""
