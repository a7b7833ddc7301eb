package org.pydb.jdbc.hibernate;

import java.sql.Types;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.dialect.PostgreSQLDriverKind;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.descriptor.jdbc.BlobJdbcType;
import org.hibernate.type.descriptor.jdbc.ClobJdbcType;
import org.hibernate.type.descriptor.jdbc.NClobJdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;

/**
 * What Hibernate writes for pydb: what it writes for PostgreSQL, except that {@code @Lob} is a
 * {@code text} or {@code bytea}, since there are no large objects beside the tables.
 */
public final class PydbDialect extends PostgreSQLDialect {

  /** The version of PostgreSQL whose SQL pydb takes for its yardstick. */
  private static final DatabaseVersion POSTGRESQL = DatabaseVersion.make(17);

  public PydbDialect() {
    super(POSTGRESQL, PostgreSQLDriverKind.OTHER);
  }

  @Override
  protected String columnType(int type) {
    return switch (type) {
      case Types.BLOB -> "bytea";
      case Types.CLOB, Types.NCLOB -> "text";
      default -> super.columnType(type);
    };
  }

  @Override
  public void contributeTypes(TypeContributions contributions, ServiceRegistry services) {
    super.contributeTypes(contributions, services);
    JdbcTypeRegistry types = contributions.getTypeConfiguration().getJdbcTypeRegistry();
    types.addDescriptor(Types.BLOB, BlobJdbcType.DEFAULT);
    types.addDescriptor(Types.CLOB, ClobJdbcType.DEFAULT);
    types.addDescriptor(Types.NCLOB, NClobJdbcType.DEFAULT);
  }
}
