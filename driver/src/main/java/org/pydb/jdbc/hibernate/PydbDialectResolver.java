package org.pydb.jdbc.hibernate;

import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolver;
import org.jspecify.annotations.Nullable;

/** By which Hibernate knows that it has to do with pydb. */
public final class PydbDialectResolver implements DialectResolver {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Dialect resolveDialect(DialectResolutionInfo info) {
    return "pydb".equals(info.getDatabaseName()) ? new PydbDialect() : null;
  }
}
