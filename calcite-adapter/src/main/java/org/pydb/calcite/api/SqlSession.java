package org.pydb.calcite.api;

import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's state: its transaction, its settings. Used by one thread at a time, except for
 * {@link #cancel}.
 *
 * <p>In autocommit each statement is a transaction of its own. Otherwise a transaction begins with
 * the first statement and lasts until {@link #commit} or {@link #rollback}. {@code BEGIN} and
 * {@code COMMIT} as SQL do the same; {@link #inTransaction} tells.
 */
public interface SqlSession extends AutoCloseable {

  /**
   * Prepares one statement; a trailing semicolon and comments are accepted. Plans come from the
   * cache that all sessions share; {@link #cancel} ends the making of a new one.
   *
   * @param timeoutMillis after so long, or the session's {@code statement_timeout} if that is less,
   *     the making of a plan ends with 57014; 0 for no limit of its own
   * @throws SqlError with the place in {@code sql} if it does not parse, does not validate, or
   *     holds more than one statement
   */
  SqlStatement prepare(String sql, long timeoutMillis);

  /** Prepares one statement without a time limit of its own. */
  default SqlStatement prepare(String sql) {
    return prepare(sql, 0);
  }

  /**
   * Prepares one statement; if it is a change, columns of the rows that it changes are wanted
   * beside their number. The result of such a statement has both. If it says RETURNING, it gives
   * what it says.
   *
   * @throws SqlError as {@link #prepare(String, long)}, and 42703 if the table has no such column
   */
  SqlStatement prepare(String sql, KeyColumns keys, long timeoutMillis);

  /**
   * Takes a text apart into statements, which have semicolons between them.
   *
   * @return the text itself if it is one statement; else each without its comments
   */
  List<String> statements(String sql);

  /**
   * Keeps the rows of a query of this session, to go through them forth and back. They end when
   * those would have ended: with their transaction, or else with the session.
   *
   * @param rows stand before the first, and are closed with what is returned
   * @param rowsMax so many are kept at most; 0 for no limit
   * @param isForward whether nobody goes back: then rows that were passed may be dropped
   */
  ScrollableResult keep(SqlResult rows, List<ColumnInfo> columns, long rowsMax, boolean isForward);

  /** Room for a value that is to be bound to a parameter, and need not be in memory. */
  LargeSpool spool();

  /** Whether each statement commits by itself. True at first. */
  boolean isAutoCommit();

  /** Changes autocommit; a transaction that is open is committed first, as JDBC asks. */
  void setAutoCommit(boolean autoCommit);

  /**
   * Says that a statement is about to run that is one of several in a text: in autocommit, they are
   * one transaction, but for those between a {@code BEGIN} and a {@code COMMIT} of theirs.
   */
  void beginPartOfText();

  /**
   * Ends such a text.
   *
   * @param isDone whether its transaction is committed, rather than rolled back
   */
  void endText(boolean isDone);

  /** Whether a transaction is open, by autocommit being off or by {@code BEGIN}. */
  boolean inTransaction();

  /**
   * Commits the open transaction, if any. When this returns, the changes are durable.
   *
   * @throws SqlError 40001 if another transaction committed a conflicting change first; whatever it
   *     is, the transaction is rolled back
   */
  void commit();

  /** Rolls the open transaction back, if any. */
  void rollback();

  /** Whether transactions of this session may not write. */
  boolean isReadOnly();

  /**
   * Sets whether later transactions may not write.
   *
   * @throws SqlError 25001 in the middle of a transaction
   */
  void setReadOnly(boolean readOnly);

  /**
   * The isolation level of the transaction that is open, or else of those to come, as a constant of
   * {@code java.sql.Connection}.
   */
  int isolation();

  /**
   * Sets the isolation level of later transactions.
   *
   * @param level a constant of {@code java.sql.Connection}
   * @throws SqlError 25001 in the middle of a transaction
   */
  void setIsolation(int level);

  /**
   * Sets a parameter as {@code SET} does; {@code RESET} comes back to this value.
   *
   * @throws SqlError 42704 if there is no such parameter, 22023 if it has no such value
   */
  void set(String parameter, String value);

  /** The schema in which unqualified names are created; null if none of the search path exists. */
  @Nullable String schema();

  /** Sets the schema in which unqualified names are created and looked up, and no other. */
  void setSchema(String schema);

  /** Sets the directories below which SQL may make files. None at first. */
  void allowFiles(List<Path> directories);

  /**
   * Has statements of all sessions of the database call a function in Java, as long as the database
   * is open. It replaces the one that has the same name.
   *
   * @throws SqlError 42723 if SQL has a function of its own by that name
   */
  void register(JavaFunction function);

  /** Forgets a function in Java; false if there is none of that name. */
  boolean unregister(String function);

  /**
   * Writes what is committed into a new database file, wherever that is.
   *
   * @param progress is told from time to time how many pages have been written; what it throws ends
   *     the backup
   * @throws SqlError 58030 if the file exists or cannot be written, 25001 if this session has
   *     changes that are not committed; then there is no file
   */
  void backup(Path file, LongConsumer progress);

  /**
   * Does the same, and encrypts the new file with another key.
   *
   * @param key gives it, in an array that is overwritten; null for a file that is not encrypted
   */
  void copyInto(Path file, Supplier<char @Nullable []> key, LongConsumer progress);

  /**
   * Runs {@code COPY table FROM STDIN} on the rows of a text: all of them go in, or none.
   *
   * @return how many rows
   * @throws SqlError 22P04 if the text is not of the format, and what INSERT throws; the message
   *     names line and column
   */
  long copyIn(String sql, Reader rows);

  /** The same, of bytes that are UTF-8: others are an error (22021). */
  long copyIn(String sql, InputStream rows);

  /**
   * Runs {@code COPY … TO STDOUT}, and writes its rows. The writer stays open, and is not flushed.
   *
   * @return how many rows
   */
  long copyOut(String sql, Writer rows);

  /**
   * Writes what is committed as a script of SQL that makes it anew. The writer stays open, and is
   * not flushed.
   *
   * @param progress is told from time to time how many rows have been written; what it throws ends
   *     the dump
   * @throws SqlError 25001 if this session has changes that are not committed
   */
  void dump(Writer script, LongConsumer progress);

  /**
   * Runs a script: statements with semicolons between, and the rows of COPY … FROM STDIN behind it,
   * up to a line {@code \\.}. Rows that statements give are dropped.
   *
   * @return how many statements
   * @throws SqlError of the first that fails; the message names its line in the script
   */
  long runScript(Reader script);

  /** The same, of bytes that are UTF-8. */
  long runScript(InputStream script);

  /** Asks the statement that runs now, if any, to stop with 57014. Any thread may call this. */
  void cancel();

  /** The engine's view of the database for metadata: one consistent catalog. */
  CatalogView catalog();

  /** A name as SQL takes it: in quotes, if it would mean something else without. */
  String quoted(String name);

  /** A new printer and parser of values, for the time zone that the session has now. */
  ValueText text();

  /**
   * Takes a savepoint in the open transaction, beginning one if need be.
   *
   * @return its number; good until it is released, or the transaction ends
   */
  long savepoint();

  /**
   * Undoes all changes since the savepoint; it stays usable.
   *
   * @throws SqlError 3B001 if there is no such savepoint any more
   */
  void rollbackTo(long savepoint);

  /**
   * Forgets the savepoint and those after it; the changes stay.
   *
   * @throws SqlError 3B001 if there is no such savepoint any more
   */
  void release(long savepoint);

  /** The warning of the last command, or null if it gave none. */
  @Nullable String warning();

  /** Rolls the open transaction back and ends the session. */
  @Override
  void close();
}
