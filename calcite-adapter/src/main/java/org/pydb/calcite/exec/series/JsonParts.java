package org.pydb.calcite.exec.series;

import java.util.List;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.JsonScan;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** The elements of a JSON array, or the keys and values of an object, as they are written. */
final class JsonParts implements RowMaker {

  /** What the rows are. */
  enum Form {
    ELEMENTS("json_array_elements", true, false),
    ELEMENT_TEXTS("json_array_elements_text", true, true),
    MEMBERS("json_each", false, false),
    MEMBER_TEXTS("json_each_text", false, true),
    KEYS("json_object_keys", false, false);

    private final String function;
    private final boolean isOfArray;
    private final boolean isText;

    Form(String function, boolean isOfArray, boolean isText) {
      this.function = function;
      this.isOfArray = isOfArray;
      this.isText = isText;
    }
  }

  private final Form form;
  private final JsonScan value = new JsonScan();
  private final JsonScan part = new JsonScan();
  private byte[] bytes = {};

  /** Where parts begin and end: of each key and each value, or of each element. */
  private List<Integer> places = List.of();

  private int next;

  JsonParts(Form form) {
    this.form = form;
  }

  @Override
  public void begin(Vector[] arguments, int row) {
    next = 0;
    places = List.of();
    BytesVector json = (BytesVector) arguments[0];
    if (!json.isNull(row)) {
      bytes = json.array(row);
      value.of(bytes, json.start(row), json.length(row));
      check();
      places = value.parts();
    }
  }

  private void check() {
    if (form.isOfArray ? value.isArray() : value.isObject()) {
      return;
    }
    String kind = value.isObject() ? "an object" : value.isArray() ? "an array" : "a scalar";
    throw new SqlError(
        "22023",
        form.isOfArray
            ? "cannot extract elements from " + kind
            : "cannot call " + form.function + " on " + kind);
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && next < places.size()) {
      if (form.isOfArray) {
        set((BytesVector) columns[0], at, next, form.isText);
        next += 2;
      } else {
        set((BytesVector) columns[0], at, next, true);
        if (form != Form.KEYS) {
          set((BytesVector) columns[1], at, next + 2, form.isText);
        }
        next += 4;
      }
      at++;
    }
    return at - from;
  }

  private void set(BytesVector column, int row, int place, boolean asText) {
    int start = places.get(place);
    part.of(bytes, start, places.get(place + 1) - start);
    if (asText && part.isNull()) {
      column.setNull(row);
    } else if (asText && part.isText()) {
      byte[] text = part.text();
      column.set(row, text, 0, text.length);
    } else {
      column.set(row, bytes, part.start(), part.length());
    }
  }
}
