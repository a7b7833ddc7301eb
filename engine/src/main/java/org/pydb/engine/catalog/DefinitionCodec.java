package org.pydb.engine.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;

/**
 * A table's definition as bytes: numbered {@link Fields}. Stateless.
 *
 * <pre>
 * table        54 ("T"), then
 *                1 id             2 version        3 schema         4 name
 *                5 column*        6 primary key?   7 index*         8 check*
 *                9 foreign key*  10 attribute*    11 tree of large values?
 *               12 engine?
 * column         1 name           2 kind           3 precision?     4 scale?
 *                5 nullable?      6 default?       7 attribute*
 *                8 identity?      9 generated as? 10 elements?     11 precision of a time?
 * elements       1 kind           2 precision      3 scale          4 precision of a time?
 * identity       1 sequence id    2 kind
 * primary key    1 name           2 column number+
 * index          1 tree id        2 name           3 unique?        4 origin
 *                5 key column+    6 condition?     7 included column number*
 *                8 deferral?      9 nulls not distinct?
 * key column     1 column number  2 descending?    3 nulls first?
 * check          1 name           2 expression
 * foreign key    1 name           2 column number+ 3 table id       4 referenced column number+
 *                5 on delete      6 on update    7 deferral?       8 full?
 * attribute      1 name           2 value
 *
 * ?  left out if zero, false or absent      *  any number of times      +  once or more
 * </pre>
 *
 * <p>Kinds, origins and actions are written by their codes. A field or code that is not known was
 * written by a newer version and gives a {@link FormatTooNewException}: to ignore it could mean to
 * ignore a constraint. Equal definitions have equal bytes.
 */
final class DefinitionCodec {
  private static final byte TABLE = 'T';

  private DefinitionCodec() {}

  static byte[] encode(TableDefinition table) {
    Fields.Writer out = new Fields.Writer();
    out.bytes().putByte(TABLE);
    out.number(1, table.id()).number(2, table.version());
    out.text(3, table.schema()).text(4, table.name());
    table.columns().forEach(column -> out.group(5, write(column)));
    PrimaryKey primaryKey = table.primaryKey();
    if (primaryKey != null) {
      out.group(6, write(primaryKey));
    }
    table.indexes().forEach(index -> out.group(7, write(index)));
    table.checks().forEach(check -> out.group(8, write(check)));
    table.foreignKeys().forEach(key -> out.group(9, write(key)));
    writeAttributes(out, 10, table.attributes());
    if (table.largeValues() != 0) {
      out.number(11, table.largeValues());
    }
    if (table.isStored()) {
      out.text(12, table.engine());
    }
    return out.bytes().toArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws FormatTooNewException if a newer version of pydb wrote it
   * @throws CorruptionException if none did
   */
  static TableDefinition decode(byte[] bytes) {
    return Fields.decode("table", TABLE, bytes, DefinitionCodec::readTable);
  }

  private static TableDefinition readTable(Fields.Reader in) {
    Integer id = null;
    Integer version = null;
    String schema = null;
    String name = null;
    PrimaryKey primaryKey = null;
    List<ColumnDefinition> columns = new ArrayList<>();
    List<IndexDefinition> indexes = new ArrayList<>();
    List<CheckConstraint> checks = new ArrayList<>();
    List<ForeignKey> foreignKeys = new ArrayList<>();
    Map<String, String> attributes = new HashMap<>();
    int largeValues = 0;
    String engine = TableDefinition.BTREE;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.number();
        case 2 -> version = in.number();
        case 3 -> schema = in.text();
        case 4 -> name = in.text();
        case 5 -> columns.add(readColumn(in.group("a column")));
        case 6 -> primaryKey = readPrimaryKey(in.group("the primary key"));
        case 7 -> indexes.add(readIndex(in.group("an index")));
        case 8 -> checks.add(readCheck(in.group("a check")));
        case 9 -> foreignKeys.add(readForeignKey(in.group("a foreign key")));
        case 10 -> readAttribute(in.group("an attribute"), attributes);
        case 11 -> largeValues = in.number();
        case 12 -> engine = in.text();
        default -> throw in.unknown();
      }
    }
    return new TableDefinition(
        in.require(id, "id"),
        in.require(version, "version"),
        in.require(schema, "schema"),
        in.require(name, "name"),
        columns,
        primaryKey,
        indexes,
        checks,
        foreignKeys,
        attributes,
        largeValues,
        engine);
  }

  static Fields.Writer write(ColumnDefinition column) {
    Fields.Writer out = new Fields.Writer();
    ColumnType type = column.type();
    out.text(1, column.name()).number(2, type.kind().code());
    if (type.precision() != 0 && !isRoundedTime(type)) {
      out.number(3, type.precision());
    }
    if (type.scale() != 0) {
      out.number(4, type.scale());
    }
    out.flag(5, column.nullable());
    String defaultExpression = column.defaultExpression();
    if (defaultExpression != null) {
      out.text(6, defaultExpression);
    }
    writeAttributes(out, 7, column.attributes());
    Identity identity = column.identity();
    if (identity != null) {
      out.group(
          8,
          new Fields.Writer().number(1, identity.sequenceId()).number(2, identity.kind().code()));
    }
    String generated = column.generatedExpression();
    if (generated != null) {
      out.text(9, generated);
    }
    ColumnType element = type.element();
    if (element != null) {
      out.group(10, write(element));
    }
    if (isRoundedTime(type)) {
      out.number(11, type.precision());
    }
    return out;
  }

  private static Fields.Writer write(ColumnType type) {
    Fields.Writer out = new Fields.Writer().number(1, type.kind().code());
    if (isRoundedTime(type)) {
      return out.number(2, 0).number(3, 0).number(4, type.precision());
    }
    return out.number(2, type.precision()).number(3, type.scale());
  }

  /** Whether a time keeps fewer digits: versions that know of no such must meet a new field. */
  private static boolean isRoundedTime(ColumnType type) {
    return type.fractionMicros() > 1;
  }

  private static ColumnType readElement(Fields.Reader in) {
    ColumnKind kind = null;
    int precision = 0;
    int scale = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> kind = readCode(in, ColumnKind::ofCode);
        case 2 -> precision = in.number();
        case 3 -> scale = in.number();
        case 4 -> precision = in.number();
        default -> throw in.unknown();
      }
    }
    return new ColumnType(in.require(kind, "kind of the elements"), precision, scale);
  }

  static ColumnDefinition readColumn(Fields.Reader in) {
    String name = null;
    ColumnKind kind = null;
    int precision = 0;
    int scale = 0;
    boolean nullable = false;
    String defaultExpression = null;
    Map<String, String> attributes = new HashMap<>();
    Identity identity = null;
    String generated = null;
    ColumnType element = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> kind = readCode(in, ColumnKind::ofCode);
        case 3 -> precision = in.number();
        case 4 -> scale = in.number();
        case 5 -> nullable = in.flag();
        case 6 -> defaultExpression = in.text();
        case 7 -> readAttribute(in.group("an attribute"), attributes);
        case 8 -> identity = readIdentity(in.group("an identity"));
        case 9 -> generated = in.text();
        case 10 -> element = readElement(in.group("a type of elements"));
        case 11 -> precision = in.number();
        default -> throw in.unknown();
      }
    }
    return new ColumnDefinition(
        in.require(name, "name"),
        new ColumnType(in.require(kind, "kind"), precision, scale, element),
        nullable,
        defaultExpression,
        attributes,
        identity,
        generated);
  }

  private static Identity readIdentity(Fields.Reader in) {
    Integer sequenceId = null;
    Identity.Kind kind = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> sequenceId = in.number();
        case 2 -> kind = readCode(in, Identity.Kind::ofCode);
        default -> throw in.unknown();
      }
    }
    return new Identity(in.require(sequenceId, "sequence id"), in.require(kind, "kind"));
  }

  private static Fields.Writer write(PrimaryKey key) {
    Fields.Writer out = new Fields.Writer().text(1, key.name());
    key.columns().forEach(column -> out.number(2, column));
    return out;
  }

  private static PrimaryKey readPrimaryKey(Fields.Reader in) {
    String name = null;
    List<Integer> columns = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> columns.add(in.number());
        default -> throw in.unknown();
      }
    }
    return new PrimaryKey(in.require(name, "name"), columns);
  }

  private static Fields.Writer write(IndexDefinition index) {
    Fields.Writer out = new Fields.Writer();
    out.number(1, index.treeId()).text(2, index.name()).flag(3, index.unique());
    out.number(4, index.origin().code());
    index.columns().forEach(column -> out.group(5, write(column)));
    if (index.isPartial()) {
      out.number(6, index.condition());
    }
    index.included().forEach(column -> out.number(7, column));
    if (index.isDeferrable()) {
      out.number(8, index.deferral().code());
    }
    return out.flag(9, index.nullsNotDistinct());
  }

  private static IndexDefinition readIndex(Fields.Reader in) {
    Integer treeId = null;
    String name = null;
    boolean unique = false;
    IndexDefinition.Origin origin = null;
    List<KeyColumn> columns = new ArrayList<>();
    int condition = IndexDefinition.NONE;
    List<Integer> included = new ArrayList<>();
    Deferral deferral = Deferral.NONE;
    boolean nullsNotDistinct = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> treeId = in.number();
        case 2 -> name = in.text();
        case 3 -> unique = in.flag();
        case 4 -> origin = readCode(in, IndexDefinition.Origin::ofCode);
        case 5 -> columns.add(readKeyColumn(in.group("a column")));
        case 6 -> condition = in.number();
        case 7 -> included.add(in.number());
        case 8 -> deferral = readCode(in, Deferral::ofCode);
        case 9 -> nullsNotDistinct = in.flag();
        default -> throw in.unknown();
      }
    }
    return new IndexDefinition(
        in.require(treeId, "tree id"),
        in.require(name, "name"),
        columns,
        unique,
        in.require(origin, "origin"),
        condition,
        included,
        deferral,
        nullsNotDistinct);
  }

  private static Fields.Writer write(KeyColumn column) {
    return new Fields.Writer()
        .number(1, column.column())
        .flag(2, column.descending())
        .flag(3, column.nullsFirst());
  }

  private static KeyColumn readKeyColumn(Fields.Reader in) {
    Integer column = null;
    boolean descending = false;
    boolean nullsFirst = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> column = in.number();
        case 2 -> descending = in.flag();
        case 3 -> nullsFirst = in.flag();
        default -> throw in.unknown();
      }
    }
    return new KeyColumn(in.require(column, "column number"), descending, nullsFirst);
  }

  private static Fields.Writer write(CheckConstraint check) {
    return new Fields.Writer().text(1, check.name()).text(2, check.expression());
  }

  private static CheckConstraint readCheck(Fields.Reader in) {
    String name = null;
    String expression = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> expression = in.text();
        default -> throw in.unknown();
      }
    }
    return new CheckConstraint(in.require(name, "name"), in.require(expression, "expression"));
  }

  private static Fields.Writer write(ForeignKey key) {
    Fields.Writer out = new Fields.Writer().text(1, key.name());
    key.columns().forEach(column -> out.number(2, column));
    out.number(3, key.referencedTableId());
    key.referencedColumns().forEach(column -> out.number(4, column));
    out.number(5, key.onDelete().code()).number(6, key.onUpdate().code());
    if (key.isDeferrable()) {
      out.number(7, key.deferral().code());
    }
    return out.flag(8, key.full());
  }

  private static ForeignKey readForeignKey(Fields.Reader in) {
    String name = null;
    List<Integer> columns = new ArrayList<>();
    Integer tableId = null;
    List<Integer> referencedColumns = new ArrayList<>();
    ForeignKey.Action onDelete = null;
    ForeignKey.Action onUpdate = null;
    Deferral deferral = Deferral.NONE;
    boolean full = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> columns.add(in.number());
        case 3 -> tableId = in.number();
        case 4 -> referencedColumns.add(in.number());
        case 5 -> onDelete = readCode(in, ForeignKey.Action::ofCode);
        case 6 -> onUpdate = readCode(in, ForeignKey.Action::ofCode);
        case 7 -> deferral = readCode(in, Deferral::ofCode);
        case 8 -> full = in.flag();
        default -> throw in.unknown();
      }
    }
    return new ForeignKey(
        in.require(name, "name"),
        columns,
        in.require(tableId, "table id"),
        referencedColumns,
        in.require(onDelete, "action on delete"),
        in.require(onUpdate, "action on update"),
        deferral,
        full);
  }

  static void writeAttributes(Fields.Writer out, int field, Map<String, String> attributes) {
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> out.group(field, new Fields.Writer().text(1, name).text(2, value)));
  }

  static void readAttribute(Fields.Reader in, Map<String, String> attributes) {
    String name = null;
    String value = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> value = in.text();
        default -> throw in.unknown();
      }
    }
    attributes.put(in.require(name, "name"), in.require(value, "value"));
  }

  /** Reads a number that stands for one of several things; more may be added later. */
  static <T> T readCode(Fields.Reader in, IntFunction<T> ofCode) {
    int code = in.number();
    try {
      return ofCode.apply(code);
    } catch (IllegalArgumentException e) {
      throw in.tooNew("the code " + code + " in field " + in.field());
    }
  }
}
