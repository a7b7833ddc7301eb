package org.pydb.jdbc.wrapper;

import java.sql.SQLException;
import java.sql.Wrapper;
import org.pydb.jdbc.error.SqlExceptions;

/** An object that wraps nothing: it unwraps to itself only. */
public interface Unwrappable extends Wrapper {

  @Override
  default <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlExceptions.invalidArgument(getClass().getName() + " is no " + type.getName());
  }

  @Override
  default boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
