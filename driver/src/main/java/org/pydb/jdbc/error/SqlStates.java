package org.pydb.jdbc.error;

/** The SQLSTATEs that the driver itself gives. */
public final class SqlStates {

  /** Something is to be known, though nothing failed. */
  public static final String WARNING = "01000";

  /** The connection could not be made. */
  public static final String CANNOT_CONNECT = "08001";

  /** The connection is closed. */
  public static final String CONNECTION_CLOSED = "08003";

  /** A statement that yields rows was run for its count. */
  public static final String ROWS_NOT_EXPECTED = "07003";

  /** A statement that yields no rows was run for its rows. */
  public static final String ROWS_EXPECTED = "07005";

  /** A value of this type is never to be had as that. */
  public static final String CANNOT_CONVERT = "07006";

  /** There is no such column or parameter. */
  public static final String NO_SUCH_INDEX = "07009";

  /** A parameter has no value. */
  public static final String PARAMETER_MISSING = "07001";

  /** The driver does not do that. */
  public static final String NOT_SUPPORTED = "0A000";

  /** A value is beyond what the type holds. */
  public static final String OUT_OF_RANGE = "22003";

  /** A date or time is beyond what the type holds. */
  public static final String TIME_OUT_OF_RANGE = "22008";

  /** An argument that makes no sense. */
  public static final String INVALID_ARGUMENT = "22023";

  /** The result does not stand on a row. */
  public static final String NOT_ON_A_ROW = "24000";

  /** A change that is not possible while a transaction is open. */
  public static final String TRANSACTION_OPEN = "25001";

  /** The database, or the transaction, may not be written. */
  public static final String READ_ONLY = "25006";

  /** There is no transaction to end. */
  public static final String NO_TRANSACTION = "25P01";

  /** There is no such savepoint. */
  public static final String NO_SUCH_SAVEPOINT = "3B001";

  /** No column has this name. */
  public static final String NO_SUCH_COLUMN = "42703";

  /** There is no such schema. */
  public static final String NO_SUCH_SCHEMA = "3F000";

  /** A value is larger than can be taken. */
  public static final String TOO_LARGE = "54000";

  /** The object is closed, or was made for something else. */
  public static final String WRONG_STATE = "55000";

  /** A row is not what it was when it was read. */
  public static final String ROW_CHANGED = "40001";

  /** The statement was stopped: by its time limit or by a call of cancel. */
  public static final String CANCELED = "57014";

  /** A stream that was to be read failed. */
  public static final String STREAM_FAILED = "58030";

  /** A fault of pydb's. */
  public static final String INTERNAL = "XX000";

  private SqlStates() {}
}
