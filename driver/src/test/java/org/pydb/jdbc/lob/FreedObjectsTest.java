package org.pydb.jdbc.lob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What was freed answers nothing, where it once looked empty; a length may ask for too much. */
class FreedObjectsTest {

  @Test
  void freedBlobAnswersNothing() throws Exception {
    MemoryBlob blob = new MemoryBlob(new byte[] {1, 2, 3});
    OutputStream stream = blob.setBinaryStream(4);
    blob.free();
    blob.free();
    assertThatThrownBy(blob::length).hasMessage("the blob was freed");
    assertThatThrownBy(() -> blob.getBytes(1, 1)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> blob.truncate(0)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> stream.write(9)).isInstanceOf(IOException.class);
  }

  @Test
  void freedClobAnswersNothing() throws Exception {
    MemoryClob clob = new MemoryClob("abc");
    Writer writer = clob.setCharacterStream(4);
    clob.free();
    clob.free();
    assertThatThrownBy(clob::length).hasMessage("the clob was freed");
    assertThatThrownBy(() -> clob.getSubString(1, 1)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> clob.truncate(0)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> writer.write("d")).isInstanceOf(IOException.class);
  }

  /** {@code getBytes(2, Integer.MAX_VALUE)} once failed, because the end overflowed. */
  @Test
  void lengthMayBeMoreThanThereIs() throws Exception {
    assertThat(new MemoryBlob(new byte[] {1, 2, 3}).getBytes(2, Integer.MAX_VALUE))
        .containsExactly(2, 3);
    assertThat(new MemoryClob("abc").getSubString(2, Integer.MAX_VALUE)).isEqualTo("bc");
  }
}
