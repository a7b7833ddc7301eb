package org.pydb.calcite.ddl;

import java.util.Collection;
import java.util.List;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.Catalog;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.TableStatistics;
import org.pydb.calcite.validate.ParameterTypes;
import org.pydb.calcite.validate.PydbValidator;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.TableDefinition;

/** Makes validators that know the types and no tables: what the types of columns need. */
final class TypeValidator {
  private TypeValidator() {}

  static SqlValidator make() {
    PydbCatalogReader reader = new PydbCatalogReader(new CatalogTables(new NoTables()), List.of());
    return new PydbValidator(reader, new ParameterTypes(List.of()));
  }

  private static final class NoTables implements Catalog {
    @Override
    public List<String> schemas() {
      return List.of();
    }

    @Override
    public Collection<TableDefinition> tables() {
      return List.of();
    }

    @Override
    public @Nullable TableDefinition table(String schema, String name) {
      return null;
    }

    @Override
    public TableLayout layout(TableDefinition table) {
      throw new IllegalArgumentException("there are no tables");
    }

    @Override
    public TableStatistics statistics(TableDefinition table) {
      throw new IllegalArgumentException("there are no tables");
    }
  }
}
