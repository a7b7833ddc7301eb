package org.pydb.examples.spring;

import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** The pets that are stored, and their visits. */
@Repository
public class Pets {
  private final JdbcTemplate jdbc;

  public Pets(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Stores a pet, and gives its number. */
  public int add(int owner, String name, String kind, LocalDate birth) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement insert =
              connection.prepareStatement(
                  "insert into pet (name, kind, birth, owner_id) values (?, ?, ?, ?)",
                  new String[] {"id"});
          insert.setString(1, name);
          insert.setString(2, kind);
          insert.setObject(3, birth);
          insert.setInt(4, owner);
          return insert;
        },
        key);
    return key.getKeyAs(Integer.class);
  }

  public List<Pet> of(int owner) {
    return jdbc.query(
        "select id, name, kind, birth from pet where owner_id = ? order by name",
        new DataClassRowMapper<>(Pet.class),
        owner);
  }

  public void addVisits(int pet, List<String> reasons) {
    jdbc.batchUpdate(
        "insert into visit (pet_id, reason) values (?, ?)",
        reasons,
        100,
        (insert, reason) -> {
          insert.setInt(1, pet);
          insert.setString(2, reason);
        });
  }

  /** How many visits each pet has made. */
  public Map<String, Integer> visits() {
    Map<String, Integer> visits = new TreeMap<>();
    jdbc.query(
        "select p.name, count(v.id) visits from pet p left join visit v on v.pet_id = p.id"
            + " group by p.id, p.name",
        row -> {
          visits.merge(row.getString("name"), row.getInt("visits"), Integer::sum);
        });
    return visits;
  }
}
