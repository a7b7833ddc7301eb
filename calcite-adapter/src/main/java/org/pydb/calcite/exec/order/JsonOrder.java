package org.pydb.calcite.exec.order;

import java.util.Arrays;
import java.util.Map;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;

/** The order of {@code jsonb}: {@link Json#compare}. */
final class JsonOrder implements BytesOrder {
  static final JsonOrder INSTANCE = new JsonOrder();

  private JsonOrder() {}

  @Override
  public int compare(
      byte[] array, int start, int length, byte[] otherArray, int otherStart, int otherLength) {
    boolean isSame =
        Arrays.equals(
            array, start, start + length, otherArray, otherStart, otherStart + otherLength);
    return isSame
        ? 0
        : Json.compare(
            JsonReader.read(array, start, length),
            JsonReader.read(otherArray, otherStart, otherLength));
  }

  @Override
  public long word(byte[] array, int start, int length) {
    return word(JsonReader.read(array, start, length));
  }

  private static long word(Json value) {
    if (value instanceof Json.Numeric number) {
      return number.value().signum() == 0 ? 0 : number.value().stripTrailingZeros().hashCode();
    }
    if (value instanceof Json.Array array) {
      long word = 7;
      for (Json element : array.elements()) {
        word = 31 * word + word(element);
      }
      return word;
    }
    if (value instanceof Json.Members object) {
      long word = 11;
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        word = 31 * (31 * word + member.getKey().hashCode()) + word(member.getValue());
      }
      return word;
    }
    return value instanceof Json.Text text
        ? text.value().hashCode() * 17L
        : value.type().hashCode() + (value == Json.Word.TRUE ? 1 : 0);
  }
}
