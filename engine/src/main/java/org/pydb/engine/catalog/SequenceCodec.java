package org.pydb.engine.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.SequenceDefinition;

/**
 * A sequence's definition as bytes: numbered {@link Fields}, as those of a table are. Stateless.
 *
 * <pre>
 * sequence     53 ("S"), then
 *                1 id             2 version        3 schema         4 name
 *                5 state id       6 kind           7 start          8 increment
 *                9 least         10 greatest      11 cycle?        12 attribute*
 *               13 first
 *
 * start, increment, least, greatest and first are written as decimal texts: they may be negative
 * </pre>
 */
final class SequenceCodec {
  private static final byte SEQUENCE = 'S';

  private SequenceCodec() {}

  static byte[] encode(SequenceDefinition sequence) {
    Fields.Writer out = new Fields.Writer();
    out.bytes().putByte(SEQUENCE);
    out.number(1, sequence.id()).number(2, sequence.version());
    out.text(3, sequence.schema()).text(4, sequence.name());
    out.number(5, sequence.stateId()).number(6, sequence.kind().code());
    out.text(7, Long.toString(sequence.start())).text(8, Long.toString(sequence.increment()));
    out.text(9, Long.toString(sequence.least())).text(10, Long.toString(sequence.greatest()));
    out.flag(11, sequence.cycle());
    DefinitionCodec.writeAttributes(out, 12, sequence.attributes());
    out.text(13, Long.toString(sequence.first()));
    return out.bytes().toArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version of pydb wrote it
   * @throws CorruptionException if none did
   */
  static SequenceDefinition decode(byte[] bytes) {
    return Fields.decode("sequence", SEQUENCE, bytes, SequenceCodec::read);
  }

  private static SequenceDefinition read(Fields.Reader in) {
    @Nullable Integer id = null;
    @Nullable Integer version = null;
    @Nullable String schema = null;
    @Nullable String name = null;
    @Nullable Integer stateId = null;
    @Nullable ColumnKind kind = null;
    @Nullable Long start = null;
    @Nullable Long increment = null;
    @Nullable Long least = null;
    @Nullable Long greatest = null;
    boolean cycle = false;
    @Nullable Long first = null;
    Map<String, String> attributes = new HashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> id = in.number();
        case 2 -> version = in.number();
        case 3 -> schema = in.text();
        case 4 -> name = in.text();
        case 5 -> stateId = in.number();
        case 6 -> kind = DefinitionCodec.readCode(in, ColumnKind::ofCode);
        case 7 -> start = Long.parseLong(in.text());
        case 8 -> increment = Long.parseLong(in.text());
        case 9 -> least = Long.parseLong(in.text());
        case 10 -> greatest = Long.parseLong(in.text());
        case 11 -> cycle = in.flag();
        case 12 -> DefinitionCodec.readAttribute(in.group("an attribute"), attributes);
        case 13 -> first = Long.parseLong(in.text());
        default -> throw in.unknown();
      }
    }
    return new SequenceDefinition(
        in.require(id, "id"),
        in.require(version, "version"),
        in.require(schema, "schema"),
        in.require(name, "name"),
        in.require(stateId, "state id"),
        in.require(first, "first number"),
        in.require(kind, "kind"),
        in.require(start, "start"),
        in.require(increment, "increment"),
        in.require(least, "least number"),
        in.require(greatest, "greatest number"),
        cycle,
        attributes);
  }
}
