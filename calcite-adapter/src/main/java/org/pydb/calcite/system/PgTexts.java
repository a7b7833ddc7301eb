package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.CatalogTexts;
import org.pydb.calcite.parser.NameText;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/** What PostgreSQL's functions tell of the objects of one catalog at a time. Used by one thread. */
public final class PgTexts implements CatalogTexts {
  private final SystemState state;

  /** Of which the following is known; null before anybody asked. */
  private @Nullable Catalog known;

  private Map<Long, Relation> relations = Map.of();
  private Map<Long, Constraint> constraints = Map.of();

  /** Tells of the catalog that a state shows when it is asked. */
  public PgTexts(SystemState state) {
    this.state = state;
  }

  private void look() {
    Catalog catalog = state.catalog();
    if (known != catalog) {
      relations = new HashMap<>();
      Relation.all(state).forEach(relation -> relations.put(relation.oid(), relation));
      constraints = new HashMap<>();
      Constraint.all(catalog).forEach(c -> constraints.put(c.oid(), c));
      known = catalog;
    }
  }

  private @Nullable Relation at(long oid) {
    look();
    return relations.get(oid);
  }

  @Override
  public @Nullable String constraint(long oid) {
    look();
    Constraint found = constraints.get(oid);
    return found == null ? null : DefinitionText.PLAIN.of(found);
  }

  @Override
  public @Nullable String index(long oid, int column) {
    Relation index = at(oid);
    TableDefinition table = index == null ? null : index.table();
    if (index == null || table == null || index.kind() != Relation.Kind.INDEX) {
      return null;
    }
    List<Integer> columns = DefinitionText.columns(index);
    if (column == 0) {
      return DefinitionText.PLAIN.ofIndex(index);
    }
    return column < 1 || column > columns.size()
        ? ""
        : DefinitionText.PLAIN.keyPart(table.columns().get(columns.get(column - 1)));
  }

  @Override
  public @Nullable String view(long oid) {
    Relation found = at(oid);
    return found == null || found.view() == null ? null : found.view().query();
  }

  @Override
  public @Nullable String type(long oid, int modifier) {
    PgType type = PgType.of(oid);
    return type == null ? "???" : type.text(modifier);
  }

  @Override
  public @Nullable String comment(long oid, int column) {
    Relation found = at(oid);
    if (found == null || found.kind() == Relation.Kind.INDEX) {
      return null;
    }
    if (column == 0) {
      return found.comment();
    }
    return column < 1 || column > found.columns().size()
        ? null
        : found.columns().get(column - 1).attributes().get(TableDefinition.COMMENT);
  }

  @Override
  public @Nullable String sequence(String tableName, String columnName) {
    Relation found = Objects.requireNonNull(at(relation(tableName)));
    for (ColumnDefinition column : found.columns()) {
      if (column.name().equals(columnName)) {
        return column.sequences().stream()
            .map(id -> state.catalog().sequence(id))
            .filter(Objects::nonNull)
            .findFirst()
            .map(sequence -> DefinitionText.PLAIN.name(sequence.schema(), sequence.name()))
            .orElse(null);
      }
    }
    throw new SqlError(
        "42703",
        "column \"" + columnName + "\" of relation \"" + found.name() + "\" does not exist");
  }

  @Override
  public long relation(String text) {
    List<String> name = NameText.parse(text);
    if (name == null || name.size() > 2) {
      throw new SqlError("42602", "invalid name syntax: \"" + text + "\"");
    }
    look();
    List<String> schemas = name.size() == 2 ? name.subList(0, 1) : searched();
    for (String schema : schemas) {
      Relation found = find(schema, name.get(name.size() - 1));
      if (found != null) {
        return found.oid();
      }
    }
    throw new SqlError("42P01", "relation \"" + text + "\" does not exist");
  }

  @Override
  public @Nullable Long relationOrNull(String text) {
    try {
      return relation(text);
    } catch (SqlError e) {
      return null;
    }
  }

  @Override
  public @Nullable Long typeOrNull(String name) {
    PgType type = PgType.named(name);
    return type == null ? null : type.oid();
  }

  @Override
  public @Nullable Long bytes(long oid, boolean itself, boolean indexes) {
    Relation found = at(oid);
    if (found == null) {
      return null;
    }
    TableDefinition table = found.table();
    if (table == null || found.kind() == Relation.Kind.SYSTEM) {
      return 0L;
    }
    if (found.kind() == Relation.Kind.INDEX) {
      return found.index() == null || !itself ? 0L : bytes(found.index().treeId());
    }
    long bytes = itself ? bytes(table.id()) : 0;
    for (int i = 0; indexes && i < table.indexes().size(); i++) {
      bytes += bytes(table.indexes().get(i).treeId());
    }
    return bytes;
  }

  @Override
  public long databaseBytes() {
    long bytes = 0;
    for (TableDefinition table : state.catalog().tables()) {
      Long ofTable = bytes(Oids.relation(table.id()), true, true);
      bytes += ofTable == null ? 0 : ofTable;
    }
    return bytes;
  }

  private long bytes(int treeId) {
    return state.size(treeId).pages() * PydbStorage.PAGE_BYTES;
  }

  @Override
  public List<String> schemas(boolean withSystem) {
    List<String> schemas = withSystem ? searched() : state.searchPath();
    Catalog catalog = state.catalog();
    return schemas.stream()
        .filter(name -> SystemTables.isSchema(name) || catalog.schemaNames().contains(name))
        .toList();
  }

  private List<String> searched() {
    return new ArrayList<>(SystemTables.searched(state.searchPath()));
  }

  private @Nullable Relation find(String schema, String name) {
    for (Relation relation : relations.values()) {
      if (relation.name().equals(name) && relation.schema().equals(schema)) {
        return relation;
      }
    }
    return null;
  }

  @Override
  public @Nullable String name(long oid) {
    Relation found = at(oid);
    if (found == null) {
      return Long.toString(oid);
    }
    return isVisible(oid)
        ? DefinitionText.PLAIN.name(found.name())
        : DefinitionText.PLAIN.name(found.schema(), found.name());
  }

  @Override
  public boolean isVisible(long oid) {
    Relation wanted = at(oid);
    if (wanted == null) {
      return false;
    }
    for (String schema : searched()) {
      Relation found = find(schema, wanted.name());
      if (found != null) {
        return found.oid() == oid;
      }
    }
    return false;
  }
}
