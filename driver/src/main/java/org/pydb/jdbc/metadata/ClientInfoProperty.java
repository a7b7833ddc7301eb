package org.pydb.jdbc.metadata;

import java.util.Arrays;
import java.util.List;

/** What an application may say of itself; kept for it, and otherwise not used. */
public enum ClientInfoProperty {

  /** The application. */
  APPLICATION_NAME("ApplicationName", "The name of the application that uses the connection."),

  /** Its machine. */
  CLIENT_HOSTNAME("ClientHostname", "The machine on which the application runs."),

  /** Its user. */
  CLIENT_USER("ClientUser", "The user for whom the application works.");

  private final String key;
  private final String documentation;

  ClientInfoProperty(String key, String documentation) {
    this.key = key;
    this.documentation = documentation;
  }

  /** The name as JDBC writes it. */
  public String key() {
    return key;
  }

  /** What the property says. */
  public String documentation() {
    return documentation;
  }

  /** The names of all properties. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ClientInfoProperty::key).toList();
  }
}
