package org.pydb.engine.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.testkit.FormatPage;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/** {@code docs/file-format.md} draws pages as they are written. */
class PageFormatTest {
  private static final UUID ID = new UUID(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
  private static final BigInteger ID_NUMBER =
      new BigInteger("0102030405060708090A0B0C0D0E0F10", 16);

  private final PageFile pages = new PageFile(new MemoryVfs().open("a", Vfs.OpenMode.CREATE), "a");

  private static BigInteger of(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger checksum(int value) {
    return of(Integer.toUnsignedLong(value));
  }

  private static BigInteger pointer(long number, long generation) {
    return of(number).shiftLeft(48).or(of(generation));
  }

  @Test
  void fileHeader() throws IOException {
    new FileHeader(ID, 1_234_567, null).write(pages);
    byte[] page = pages.readUnchecked(0);
    Map<String, BigInteger> values = new HashMap<>();
    values.put("magic", new BigInteger("707964620d0a1a0a", 16));
    values.put("format version", of(FileHeader.FORMAT_VERSION));
    values.put("page size", of(PageLayout.PAGE_SIZE));
    values.put("database id", ID_NUMBER);
    values.put("created", of(1_234_567));
    values.put("key envelope", BigInteger.ZERO);
    values.put("checksum", checksum(Bytes.getInt(page, PageLayout.PAGE_SIZE - 4)));
    FormatPage.check("File header", page, values);
    assertThat(FileHeader.read(pages).databaseId()).isEqualTo(ID);
  }

  @Test
  void pageHeader() throws IOException {
    byte[] page = new byte[PageLayout.PAGE_SIZE];
    PageLayout.putHeader(page, 0, PageType.INTERIOR, 9, 300, 0x0A0B0C0D0EL, 0x01020304);
    PageLayout.putNodeHeader(page, 0, 7_000, 500);
    pages.write(5, page, 1);
    Map<String, BigInteger> values = new HashMap<>();
    values.put("checksum", checksum(PageLayout.checksum(page, 0)));
    values.put("type", of(PageType.INTERIOR.code()));
    values.put("level", of(9));
    values.put("count", of(300));
    values.put("number", of(5));
    values.put("generation", of(0x0A0B0C0D0EL));
    values.put("tree", of(0x01020304));
    values.put("lowest cell (nodes)", of(7_000));
    values.put("prefix length (nodes)", of(500));
    values.put("seal", BigInteger.ZERO);
    FormatPage.check(
        "Page header", Arrays.copyOf(pages.readUnchecked(5), PageLayout.CONTENT), values);
  }

  @Test
  void pointer() throws IOException {
    byte[] bytes = new byte[PageLayout.POINTER_SIZE];
    PagePointer.put(bytes, 0, 0x010203040506L, 0x0708090A0B0CL);
    FormatPage.check(
        "Pointer", bytes, Map.of("number", of(0x010203040506L), "generation", of(0x0708090A0B0CL)));
  }

  @Test
  void meta() throws IOException {
    Meta meta =
        new Meta(
            21,
            22,
            23,
            ID,
            true,
            24,
            new PagePointer(25, 26),
            27,
            28,
            new PagePointer(29, 30),
            31,
            32,
            33);
    meta.write(pages);
    meta.with(22, true).write(pages);
    assertThat(Bytes.getLong(pages.readUnchecked(1), 64)).as("even sequences").isEqualTo(22);
    byte[] page = pages.readUnchecked(2);
    Map<String, BigInteger> values = new HashMap<>();
    values.put("sequence", of(21));
    values.put("checkpoint", of(22));
    values.put("version", of(23));
    values.put("database id", ID_NUMBER);
    values.put("clean", of(1));
    values.put("next tree id", of(24));
    values.put("roots", pointer(25, 26));
    values.put("levels of the tree of roots", of(27));
    values.put("entries of the tree of roots", of(28));
    values.put("free map", pointer(29, 30));
    values.put("page count", of(31));
    values.put("log position from which recovery replays", of(32));
    values.put("log frame at that position", of(33));
    values.put("key envelope", BigInteger.ZERO);
    FormatPage.check("Meta", page, values);
  }
}
