"""The boundary to Neo4j: run these statements with these parameters, as one transaction.

`Neo4jStore` and the push are written against `Connection`; the driver stands behind `DriverConnection`,
which turns its errors into ours. Tests put a recorder in its place to see statements and batches.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import StoreError, UsageError
from kg.stores.servers import Login, LoginRefused, Neo4jAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j

# Seconds. A dead address must be told at once; a lock of another transaction goes by itself.
CONNECT_SECONDS = 10.0
RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; values are only ever in ``parameters``.

    ``seconds`` is the longest it may take: a user's question has such a limit, a statement of our own has none.
    """

    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer and its rows of the driver's values."""

    columns: tuple[str, ...]
    rows: list[Sequence[Any]]


# Looks at the answers before the transaction is committed; raising undoes it.
Accept = Callable[[Sequence[Answer]], None]


class Connection(Protocol):
    """Runs statements on a server. All methods raise StoreError where it cannot be reached."""

    @property
    def server(self) -> str:
        """The server's address, for messages."""
        ...

    def check(self) -> None:
        """Raise LoginRefused or another StoreError at once where the server cannot be used."""
        ...

    def read(self, statement: Statement) -> Answer:
        """Run a statement in a read transaction; raises UsageError for what the server cannot run."""
        ...

    def write(self, statements: Sequence[Statement], accept: Accept | None = None) -> list[Answer]:
        """Run statements in one write transaction."""
        ...

    def close(self) -> None:
        """Let go of the server; a second call does nothing."""
        ...


class DriverConnection:
    """A connection over the official driver; nothing is sent before it is used."""

    def __init__(self, address: Neo4jAddress, login: Login | None) -> None:
        import neo4j

        # What the driver logs it also raises; without a handler Python would print it to standard error.
        logger = logging.getLogger("neo4j")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        self.server = address.uri
        self._database = address.database
        self._has_login = login is not None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(login.username, login.password) if login else None,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                # Hints such as "there is no such label yet" would be logged to standard error.
                notifications_min_severity="OFF",
            )
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            raise UsageError(f"{self.server}: {error}") from error

    def check(self) -> None:
        """Raise LoginRefused or another StoreError at once where the server cannot be used."""
        with self._errors():
            self._driver.verify_connectivity()
        if self._database is not None:
            self.read(Statement("RETURN 1"))

    def read(self, statement: Statement) -> Answer:
        """Run a statement in a read transaction; see `Connection.read`."""
        import neo4j

        with (
            self._errors(statement),
            self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=statement.seconds) as transaction,
        ):
            return _answer(transaction, statement)

    def write(self, statements: Sequence[Statement], accept: Accept | None = None) -> list[Answer]:
        """Run statements in one write transaction; see `Connection.write`."""

        def work(transaction: neo4j.ManagedTransaction) -> list[Answer]:
            answers = [_answer(transaction, statement) for statement in statements]
            if accept is not None:
                accept(answers)
            return answers

        with self._errors(), self._driver.session(database=self._database) as session:
            return session.execute_write(work)

    def close(self) -> None:
        """Close all connections to the server."""
        self._driver.close()

    @contextmanager
    def _errors(self, statement: Statement | None = None) -> Iterator[None]:
        """The driver's errors as ours; those about a user's question are UsageErrors."""
        limit = statement.seconds if statement else None
        from neo4j import exceptions

        try:
            yield
        except exceptions.AuthError as error:
            why = (
                "refuses this user name or password"
                if self._has_login
                else "wants a user name and a password"
            )
            raise LoginRefused(f"{self.server}: {why}") from error
        except exceptions.Neo4jError as error:
            raise self._server_error(error, limit) from error
        except exceptions.DriverError as error:
            raise StoreError(
                f"{self.server}: cannot be reached: {_first_line(error)}; is it running?"
            ) from error
        except (OverflowError, UnicodeEncodeError, TypeError) as error:
            # A number beyond 64 bits, half of a character, a value that is none of Cypher's.
            raise UsageError(f"a value cannot be sent to Neo4j: {error}") from error
        except OSError as error:
            raise StoreError(f"{self.server}: cannot be reached: {error}; is it running?") from error

    def _server_error(
        self, error: neo4j.exceptions.Neo4jError, limit: float | None
    ) -> StoreError | UsageError:
        code, message = error.code or "", _first_line(error.message or str(error))
        if "DatabaseNotFound" in code:
            return StoreError(f"{self.server}: there is no database {self._database!r}")
        if "TransactionTimedOut" in code and limit is not None:
            return UsageError(f"the question took longer than {limit:g} s; ask for less at a time")
        if limit is not None and code.startswith("Neo.ClientError.") and ".Security." not in code:
            return UsageError(f"the Cypher cannot be answered: {message}")
        return StoreError(f"{self.server}: {message} ({code})")


def _answer(transaction: neo4j.Transaction | neo4j.ManagedTransaction, statement: Statement) -> Answer:
    result = transaction.run(statement.text, dict(statement.parameters))
    return Answer(tuple(result.keys()), [record.values() for record in result])


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else "no reason given"
