package org.pydb.jdbc.spring;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * What Spring makes of an exception of pydb's: what it makes by itself, and a {@link
 * CannotAcquireLockException} of 55P03, which says that {@code lock_timeout} or {@code NOWAIT} has
 * ended the wait for a lock. Spring knows that state for databases by the name of PostgreSQL only.
 *
 * <p>Give it to {@code JdbcTemplate.setExceptionTranslator}, and to that of the transaction
 * manager.
 */
public final class PydbExceptionTranslator extends SQLExceptionSubclassTranslator {

  @Override
  protected @Nullable DataAccessException doTranslate(
      String task, @Nullable String sql, SQLException exception) {
    return "55P03".equals(exception.getSQLState())
        ? new CannotAcquireLockException(buildMessage(task, sql, exception), exception)
        : super.doTranslate(task, sql, exception);
  }
}
