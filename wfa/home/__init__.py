"""What the first page shows to whom: the one next thing to do, what waits, one's own requests.

However many cases wait, the page asks the same few questions: all desks are counted in one query.
"""

from wfa.home.page import contents

__all__ = ["contents"]
