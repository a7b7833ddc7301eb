package org.pydb.server;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/**
 * The protocol's messages in protobuf. On the wire a message is called by the name of its class,
 * which is another one in a jar of which the packages were renamed, as those of the all jar are;
 * what the names are on the wire, the messages' description tells, which nobody renames.
 * Thread-safe.
 */
final class WireMessages implements ProtobufTranslation {
  private static final String ON_THE_WIRE =
      Requests.getDescriptor().getOptions().getJavaPackage() + ".";
  private static final String HERE = Requests.class.getPackageName() + ".";

  private final ProtobufTranslation translation = new ProtobufTranslationImpl();

  @Override
  public Service.Request parseRequest(byte[] bytes) throws IOException {
    WireMessage.Builder message = WireMessage.parseFrom(bytes).toBuilder();
    message.setName(renamed(message.getName(), ON_THE_WIRE, HERE));
    if (message.getName().equals(Requests.ExecuteRequest.class.getName())) {
      message.setWrappedMessage(withoutSignature(message.getWrappedMessage()));
    }
    return translation.parseRequest(message.build().toByteArray());
  }

  /** A signature may name a class, and no request may load one; the server has it anyway. */
  private static ByteString withoutSignature(ByteString message) throws IOException {
    Requests.ExecuteRequest.Builder request =
        Requests.ExecuteRequest.parseFrom(message).toBuilder();
    request.getStatementHandleBuilder().clearSignature();
    return request.build().toByteString();
  }

  @Override
  public byte[] serializeResponse(Service.Response response) throws IOException {
    byte[] bytes = translation.serializeResponse(response);
    if (HERE.equals(ON_THE_WIRE)) {
      return bytes;
    }
    WireMessage.Builder message = WireMessage.parseFrom(bytes).toBuilder();
    return message.setName(renamed(message.getName(), HERE, ON_THE_WIRE)).build().toByteArray();
  }

  private static String renamed(String name, String from, String to) {
    return name.startsWith(from) ? to + name.substring(from.length()) : name;
  }

  @Override
  public byte[] serializeRequest(Service.Request request) throws IOException {
    throw new UnsupportedOperationException("a server sends no requests");
  }

  @Override
  public Service.Response parseResponse(byte[] bytes) throws IOException {
    throw new UnsupportedOperationException("a server is sent no responses");
  }
}
