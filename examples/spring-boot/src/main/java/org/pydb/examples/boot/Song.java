package org.pydb.examples.boot;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the shop sells. */
@Entity
public class Song {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Integer id;

  private String title = "";
  private BigDecimal price = BigDecimal.ZERO;

  /** For JPA. */
  protected Song() {}

  Song(String title, String price) {
    this.title = title;
    this.price = new BigDecimal(price);
  }

  @Nullable Integer id() {
    return id;
  }

  void reduce(BigDecimal by) {
    price = price.subtract(by);
  }

  @Override
  public String toString() {
    return title + " at " + price;
  }
}
