package org.pydb.examples.mybatis;

import java.time.LocalDate;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.jspecify.annotations.Nullable;

/** The entries of the diary: MyBatis runs the SQL beside each method. */
public interface Entries {

  @Update(
      "create table if not exists entry"
          + " (id int generated always as identity primary key, day date unique, text text)")
  void create();

  /** Stores an entry, which gets its id. */
  @Insert("insert into entry (day, text) values (#{day}, #{text})")
  @Options(useGeneratedKeys = true, keyProperty = "id")
  void add(Entry entry);

  /** Stores several entries at once; each gets its id. */
  @Insert(
      """
      <script>
      insert into entry (day, text) values
      <foreach item="one" collection="entries" separator=",">(#{one.day}, #{one.text})</foreach>
      </script>""")
  @Options(useGeneratedKeys = true, keyProperty = "id")
  void addAll(@Param("entries") List<Entry> entries);

  /** Stores an entry, or writes it over that of the same day. */
  @Select(
      "insert into entry (day, text) values (#{day}, #{text})"
          + " on conflict (day) do update set text = excluded.text returning *")
  @Options(flushCache = Options.FlushCachePolicy.TRUE)
  Entry put(Entry entry);

  @Select("select * from entry where id = #{id}")
  @Nullable Entry find(int id);

  /** Those of some days, or all if it is null, with a word in them, or any if that is null. */
  @Select(
      """
      <script>
      select * from entry
      <where>
        <if test="word != null">text like '%' || #{word} || '%'</if>
        <if test="days != null">
          and day in <foreach item="day" collection="days" open="(" separator="," close=")">#{day}</foreach>
        </if>
      </where>
      order by day
      </script>""")
  List<Entry> search(
      @Param("word") @Nullable String word, @Param("days") @Nullable List<LocalDate> days);

  @Select("select * from entry order by day")
  Cursor<Entry> all();
}
