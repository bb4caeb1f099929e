"""What a password must be, besides Django's own rules (AUTH_PASSWORD_VALIDATORS)."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from units import messages
from units.models import FormerPassword, User


class NotOwnName(UserAttributeSimilarityValidator):
    """Django's rule; what it asks for is said in our words."""

    def get_help_text(self) -> str:
        return messages.PASSWORD_NOT_OWN_NAME


class LongEnough(MinimumLengthValidator):
    """Django's rule; what it asks for is said in our words."""

    def get_help_text(self) -> str:
        return messages.PASSWORD_LENGTH.format(length=self.min_length)


class NotListed(CommonPasswordValidator):
    """Django's rule; what it asks for is said in our words."""

    def get_help_text(self) -> str:
        return messages.PASSWORD_NOT_LISTED


class NotDigitsOnly(NumericPasswordValidator):
    """Django's rule; what it asks for is said in our words."""

    def get_help_text(self) -> str:
        return messages.PASSWORD_NOT_DIGITS


class MixedCharacters:
    """Characters of at least so many of the four classes: lower, upper, digits, others."""

    def __init__(self, classes: int = 3) -> None:
        self.classes = classes

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
        found = sum(any(kind(character) for character in password) for kind in kinds)
        if found < self.classes:
            raise ValidationError(
                messages.CHARACTERS_TOO_PLAIN.format(classes=self.classes), code="password_classes"
            )

    def get_help_text(self) -> str:
        return messages.CHARACTERS_TOO_PLAIN.format(classes=self.classes)


class NotUsedLately:
    """Not one of the user's last so many passwords, the present one among them."""

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if not isinstance(user, User) or user.pk is None:
            return
        former = FormerPassword.objects.filter(user=user).order_by("-pk")
        hashes = [user.password, *former.values_list("hash", flat=True)[: self.count]]
        if any(check_password(password, known) for known in hashes if known):
            raise ValidationError(
                messages.USED_BEFORE.format(count=self.count), code="password_used"
            )

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Django calls this after every saved change, whoever made it."""
        if not isinstance(user, User) or user.pk is None:
            return
        FormerPassword.objects.create(user=user, hash=user.password)
        kept = FormerPassword.objects.filter(user=user).order_by("-pk")[: self.count]
        FormerPassword.objects.filter(user=user).exclude(
            pk__in=list(kept.values_list("pk", flat=True))
        ).delete()

    def get_help_text(self) -> str:
        return messages.USED_BEFORE.format(count=self.count)


class NoCommonWord:
    """No word that everybody tries first, also when written with look-alike signs."""

    words = (
        *("admin", "password", "passwd", "qwerty", "asdf", "zxcv", "abc123", "iloveyou", "welcome"),
        *("root", "test", "guest", "fulian", "fuer", "ertong", "funv", "weijian", "zhengfu"),
        *("123456", "111111", "000000", "888888", "666666", "112233"),
    )
    alike = str.maketrans("@4310$5!7", "aaeiossit")

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        lowered = password.lower()
        forms = (lowered, lowered.translate(self.alike))
        for word in self.words:
            if any(word in form for form in forms):
                raise ValidationError(
                    messages.PASSWORD_COMMON.format(word=word), code="password_common_word"
                )

    def get_help_text(self) -> str:
        return messages.PASSWORD_NO_COMMON_WORD
