package org.pydb.engine.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * A view's definition as bytes: numbered {@link Fields}, as those of a table are. Stateless.
 *
 * <pre>
 * view         56 ("V"), then
 *                1 id             2 version        3 schema         4 name
 *                5 query          6 column*        7 id of what it uses*
 *                8 attribute*
 *
 * column       as in a table's definition, see {@link DefinitionCodec}
 * </pre>
 */
final class ViewCodec {
  private static final byte VIEW = 'V';

  private ViewCodec() {}

  static byte[] encode(ViewDefinition view) {
    Fields.Writer out = new Fields.Writer();
    out.bytes().putByte(VIEW);
    out.number(1, view.id()).number(2, view.version());
    out.text(3, view.schema()).text(4, view.name()).text(5, view.query());
    view.columns().forEach(column -> out.group(6, DefinitionCodec.write(column)));
    view.uses().forEach(id -> out.number(7, id));
    DefinitionCodec.writeAttributes(out, 8, view.attributes());
    return out.bytes().toArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version of pydb wrote it
   * @throws CorruptionException if none did
   */
  static ViewDefinition decode(byte[] bytes) {
    return Fields.decode("view", VIEW, bytes, ViewCodec::read);
  }

  private static ViewDefinition read(Fields.Reader in) {
    @Nullable Integer id = null;
    @Nullable Integer version = null;
    @Nullable String schema = null;
    @Nullable String name = null;
    @Nullable String query = null;
    List<ColumnDefinition> columns = new ArrayList<>();
    List<Integer> uses = new ArrayList<>();
    Map<String, String> attributes = new HashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.number();
        case 2 -> version = in.number();
        case 3 -> schema = in.text();
        case 4 -> name = in.text();
        case 5 -> query = in.text();
        case 6 -> columns.add(DefinitionCodec.readColumn(in.group("a column")));
        case 7 -> uses.add(in.number());
        case 8 -> DefinitionCodec.readAttribute(in.group("an attribute"), attributes);
        default -> throw in.unknown();
      }
    }
    return new ViewDefinition(
        in.require(id, "id"),
        in.require(version, "version"),
        in.require(schema, "schema"),
        in.require(name, "name"),
        in.require(query, "query"),
        columns,
        uses,
        attributes);
  }
}
