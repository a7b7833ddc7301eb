package org.pydb.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.security.MessageDigest;
import java.util.Base64;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests over HTTP: asks for the token, then hands them to the service, whichever of the
 * protocol's two forms they have. Thread-safe.
 */
final class Endpoint implements HttpHandler {
  private static final int REQUEST_BYTES_MAX = 64 << 20;
  private static final String SCHEME = "Basic ";

  private final byte[] credentials;
  private final JsonHandler json;
  private final ProtobufHandler protobuf;

  Endpoint(String user, String token, Service service) {
    credentials = (user + ":" + token).getBytes(UTF_8);
    json = new JsonHandler(service, NoopMetricsSystem.getInstance());
    protobuf = new ProtobufHandler(service, new WireMessages(), NoopMetricsSystem.getInstance());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"pydb\"");
        refuse(exchange, HttpURLConnection.HTTP_UNAUTHORIZED, "The token is missing or wrong.");
      } else if (!exchange.getRequestMethod().equals("POST")) {
        refuse(
            exchange,
            HttpURLConnection.HTTP_BAD_METHOD,
            "Requests of Avatica's remote driver are expected, which are POST.");
      } else {
        answer(exchange);
      }
    }
  }

  /** Takes as long for a token that is nearly right as for another one. */
  private boolean isKnown(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      byte[] given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      return MessageDigest.isEqual(credentials, given);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void refuse(HttpExchange exchange, int code, String why) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, code, (why + "\n").getBytes(UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX + 1);
    if (request.length > REQUEST_BYTES_MAX) {
      refuse(
          exchange,
          HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
          "A request has " + REQUEST_BYTES_MAX + " bytes at most.");
      return;
    }
    // No message of protobuf begins with a brace: that would be a group.
    if (request.length > 0 && request[0] == '{') {
      HandlerResponse<String> response = json.apply(withoutSignature(request));
      send(exchange, response.getStatusCode(), response.getResponse().getBytes(UTF_8));
    } else {
      HandlerResponse<byte[]> response = protobuf.apply(request);
      send(exchange, response.getStatusCode(), response.getResponse());
    }
  }

  /**
   * A request without the signature of its statement, which the server has and need not be told: it
   * may name a class, and no request may load one.
   */
  private static String withoutSignature(byte[] request) throws IOException {
    JsonNode tree = JsonService.MAPPER.readTree(request);
    if (tree.get("statementHandle") instanceof ObjectNode handle) {
      handle.remove("signature");
    }
    return JsonService.MAPPER.writeValueAsString(tree);
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
