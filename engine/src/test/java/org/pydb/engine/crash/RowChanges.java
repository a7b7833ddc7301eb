package org.pydb.engine.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.crash.TableState.RowState;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.testkit.crash.Activity;

/** Changes rows of one table within a transaction, and those of the model. */
final class RowChanges {
  private static final int IDS = 500;

  /** Recovery does not keep so long a value in memory. */
  private static final int HUGE = 1 << 16;

  private final Transaction transaction;
  private final String name;
  private final TableDefinition table;
  private final TableLayout layout;
  private final RowLookup lookup;
  private final Random random;
  private final Activity activity;

  /** Payloads are at most so long, but for a few. */
  private int payloadMax = 400;

  private long bytes;

  RowChanges(Transaction transaction, String name, Random random, Activity activity) {
    this.transaction = transaction;
    this.name = name;
    this.random = random;
    this.activity = activity;
    table = Tables.find(transaction, name);
    layout = transaction.catalog().layout(table);
    lookup = new RowLookup(layout);
  }

  /** Inserts, updates and deletes so many rows. */
  void change(NavigableMap<String, TableState> model, int count) {
    TableState state = model.get(name);
    for (int i = 0; i < count; i++) {
      long id = 1L + random.nextInt(IDS);
      RowState before = state.rows().get(id);
      if (before == null) {
        Long near = state.rows().ceilingKey(id);
        if (near != null && random.nextInt(3) == 0) {
          delete(near, state.rows().get(near));
          state = state.without(near);
        } else {
          state = state.with(id, insert(id));
        }
      } else {
        state = state.with(id, update(id, before));
      }
    }
    transaction.endStatement();
    model.put(name, state);
  }

  /** Does it with rows that are larger as a rule. */
  void changeMuch(NavigableMap<String, TableState> model, int count) {
    payloadMax = 3_500;
    change(model, count);
  }

  /** How long the payloads are together that were written. */
  long bytes() {
    return bytes;
  }

  /** Changes some, and thinks better of it. */
  void changeAndRollBack(NavigableMap<String, TableState> model) {
    Transaction.Savepoint savepoint = transaction.savepoint();
    change(new TreeMap<>(model), 1 + random.nextInt(20));
    transaction.rollbackTo(savepoint);
    activity.add("savepoint rolled back to");
  }

  /** Deletes a range that may be most of the table. */
  void deleteMany(NavigableMap<String, TableState> model) {
    TableState state = model.get(name);
    long from = 1L + random.nextInt(IDS);
    long to = from + random.nextInt(IDS);
    List<Long> ids = new ArrayList<>(state.rows().subMap(from, to).keySet());
    for (long id : ids) {
      delete(id, state.rows().get(id));
      state = state.without(id);
    }
    transaction.endStatement();
    model.put(name, state);
  }

  private RowState insert(long id) {
    RowBuilder row = new RowBuilder(layout.rows());
    RowState state = fill(row, id);
    transaction.writer(table).insert(row);
    return state;
  }

  private RowState update(long id, RowState before) {
    RowBuilder row = new RowBuilder(layout.rows());
    RowState state = fill(row, id);
    transaction.writer(table).update(find(id, before), row);
    return state;
  }

  private void delete(long id, RowState before) {
    transaction.writer(table).delete(find(id, before));
  }

  private RowView find(long id, RowState state) {
    KeyEncoder key = new KeyEncoder(layout.rows().keyFormat());
    if (Tables.isByText(name)) {
      byte[] text = state.text().getBytes(UTF_8);
      key.addBytes(text, 0, text.length);
    } else {
      key.addLong(id);
    }
    byte[] bytes = key.toArray();
    if (!lookup.find(transaction.view(), bytes, 0, bytes.length)) {
      throw new AssertionError("row " + id + " of " + name + " is not there");
    }
    return lookup.row();
  }

  /** Fills a row with values that fit its id, so that none is there twice. */
  private RowState fill(RowBuilder row, long id) {
    row.setLong(Contents.ID, id);
    String text = text(id);
    setText(row, Contents.TEXT, text);
    String key =
        random.nextInt(5) == 0
            ? null
            : "key " + random.nextInt(20) + " ".repeat(random.nextInt(200));
    if (key == null) {
      row.setNull(Contents.KEY);
    } else {
      setText(row, Contents.KEY, key);
    }
    Long unique = random.nextInt(5) == 0 ? null : Long.valueOf(id * 1_000 + random.nextInt(1_000));
    if (unique == null) {
      row.setNull(Contents.UNIQUE);
    } else {
      row.setLong(Contents.UNIQUE, unique);
    }
    byte[] payload = payload();
    setPayload(row, payload);
    return new RowState(text, key, unique, payload.length, Crc32c.of(payload, 0, payload.length));
  }

  /** Some are so long that a node holds only few of them, some so long that they have chains. */
  private String text(long id) {
    int length = id % 10 < 7 ? (int) (id % 50) : (int) (id * 37 % 3_000);
    if (length > 2_000) {
      activity.add("long keys");
    }
    return id * 7_919 % 1_000 + ":" + id + "x".repeat(length);
  }

  /** Some of the longer ones are put elsewhere, long before they would have to be. */
  private void setPayload(RowBuilder row, byte[] payload) {
    if (payload.length > 300 && random.nextInt(4) == 0) {
      row.setLarge(Contents.PAYLOAD, LargeSource.of(payload, 0, payload.length));
      activity.add("large values");
    } else {
      row.setBytes(Contents.PAYLOAD, payload, 0, payload.length);
    }
  }

  private byte[] payload() {
    int sort = random.nextInt(400);
    int length = random.nextInt(payloadMax);
    if (sort == 0) {
      length = HUGE + random.nextInt(20_000);
      activity.add("huge values");
    } else if (sort <= 10) {
      length = 3_000 + random.nextInt(20_000);
      activity.add("overflow values");
    }
    byte[] payload = new byte[length];
    random.nextBytes(payload);
    bytes += length;
    return payload;
  }

  private static void setText(RowBuilder row, int column, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    row.setBytes(column, bytes, 0, bytes.length);
  }
}
