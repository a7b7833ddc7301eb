package org.pydb.jdbc.session;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Who is told what becomes of a session: the pool's side of a connection that is lent. */
public interface SessionListener {

  /** The session has ended. */
  void ended();

  /** Nothing more can be done in the session: its database was closed or is broken. */
  void failed(SQLException failure);

  /** A prepared statement was closed. */
  void closed(PreparedStatement statement);

  /** A prepared statement met a failure after which nothing more can be done. */
  void failed(PreparedStatement statement, SQLException failure);
}
