package org.pydb.jdbc.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.Length;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.Configuration;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.Test;

/**
 * Hibernate makes, validates and updates a schema with the dialect that it finds in the driver, and
 * uses it.
 */
class HibernateSchemaTest {
  private static final String URL = "jdbc:pydb:mem:hibernate-schema";

  /** One who buys. */
  @Entity(name = "Customer")
  @Table(name = "customer", indexes = @Index(name = "customer_by_name", columnList = "name"))
  static class Customer {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(unique = true, nullable = false, length = 200)
    private String email;

    String name;
    private Instant created;

    @Column(precision = 10, scale = 2)
    private BigDecimal balance;

    private UUID uid;
    boolean active;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @Column(length = Length.LONG32)
    private String notes;

    @OneToMany(mappedBy = "customer", cascade = CascadeType.ALL)
    private final List<Purchase> purchases = new ArrayList<>();
  }

  enum Kind {
    NEW,
    OLD
  }

  /** What one buys. */
  @Entity(name = "Purchase")
  @Table(name = "purchase")
  static class Purchase {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private Long id;

    @ManyToOne private Customer customer;
    private LocalDateTime placed;
    private byte[] picture;
  }

  /** What is told of anything. */
  @Entity(name = "Note")
  @Table(name = "note")
  @Inheritance(strategy = InheritanceType.JOINED)
  static class Note {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private UUID id;

    OffsetDateTime written;

    /** Hibernate makes a {@code time(0)} of it. */
    LocalTime due;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Integer> facts;

    @ElementCollection Set<String> words;
    String[] lines;
  }

  /** What is told of who buys. */
  @Entity(name = "Remark")
  @Table(name = "remark")
  static class Remark extends Note {
    @ManyToOne(optional = false)
    private Customer customer;
  }

  private static SessionFactory factory(String schemaAction) {
    return new Configuration()
        .addAnnotatedClass(Customer.class)
        .addAnnotatedClass(Purchase.class)
        .addAnnotatedClass(Note.class)
        .addAnnotatedClass(Remark.class)
        .setProperty("hibernate.connection.url", URL)
        .setProperty("hibernate.hbm2ddl.auto", schemaAction)
        .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
        .buildSessionFactory();
  }

  @Test
  void schemaIsMadeValidatedUpdatedAndUsed() throws Exception {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      int customers = 0;
      for (String action : List.of("create", "validate", "update")) {
        try (SessionFactory factory = factory(action)) {
          store(factory, action);
          assertThat(customersWithPurchases(factory)).isEqualTo(++customers);
          assertThat(remark(factory, action))
              .isEqualTo("2024-01-02T01:04:05Z 11:00 {size=3} [a, b] [x, y]");
        }
      }
      statement.execute("ALTER TABLE purchase DROP COLUMN placed");
      assertThatThrownBy(() -> factory("validate"))
          .hasMessageContaining("missing column [placed] in table [purchase]");
      factory("update").close();
      factory("validate").close();
      statement.execute("DROP SEQUENCE purchase_seq");
      assertThatThrownBy(() -> factory("validate")).hasMessageContaining("purchase_SEQ");
      factory("create-drop").close();
      assertThatThrownBy(() -> factory("validate")).hasMessageContaining("missing table");
      statement.execute("SHUTDOWN");
    }
  }

  private static void store(SessionFactory factory, String email) {
    factory.inTransaction(
        session -> {
          Customer customer = new Customer();
          customer.email = email;
          customer.kind = Kind.OLD;
          customer.created = Instant.now();
          customer.uid = UUID.randomUUID();
          customer.balance = new BigDecimal("1.50");
          customer.notes = "long";
          Purchase purchase = new Purchase();
          purchase.customer = customer;
          purchase.placed = LocalDateTime.of(2024, 2, 29, 12, 0);
          purchase.picture = new byte[] {1};
          customer.purchases.add(purchase);
          session.persist(customer);
          Remark remark = new Remark();
          remark.customer = customer;
          remark.written = OffsetDateTime.parse("2024-01-02T03:04:05+02:00");
          remark.due = LocalTime.of(10, 59, 59, 600_000_000);
          remark.facts = Map.of("size", 3);
          remark.words = Set.of("a", "b");
          remark.lines = new String[] {"x", "y"};
          session.persist(remark);
        });
  }

  private static String remark(SessionFactory factory, String email) {
    return factory.fromTransaction(
        session -> {
          Remark found =
              session
                  .createQuery("from Remark r where r.customer.email = :email", Remark.class)
                  .setParameter("email", email)
                  .getSingleResult();
          return "%s %s %s %s %s"
              .formatted(
                  found.written.toInstant(),
                  found.due,
                  found.facts,
                  new TreeSet<>(found.words),
                  List.of(found.lines));
        });
  }

  private static int customersWithPurchases(SessionFactory factory) {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "select c.email, count(p) from Customer c join c.purchases p where c.kind ="
                        + " :kind and c.notes like 'l%' group by c.email order by c.email",
                    Object[].class)
                .setParameter("kind", Kind.OLD)
                .list()
                .size());
  }
}
