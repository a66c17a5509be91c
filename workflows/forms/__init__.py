"""What is typed: at the desks (inbox, proposals, examination), in the loops, at the switch."""
