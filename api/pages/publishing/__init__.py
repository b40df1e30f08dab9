"""What units have published: for everybody, for a donor about one gift, for those who publish.

/cong-khai                          every publication, the newest first
/cong-khai/{year}/{edition}/{code}  one of them: figures, what changed, the package
/bien-nhan/{code}/tong              is my gift inside a published total?
/cong-bo                            publishing, for account holders
"""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.publishing import listing, one, staff, total

router = APIRouter()
for each in (listing, one, total, staff):
    router.include_router(each.router)
