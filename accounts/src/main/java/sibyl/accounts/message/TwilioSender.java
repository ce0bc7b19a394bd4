package sibyl.accounts.message;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends by Twilio's REST API: one form by POST to the messages of the account, with the account's
 * SID and token as HTTP basic authentication; 201 is a message taken. Too many requests, a server's
 * fault and a broken line may pass; every other refusal will not. Neither number nor text appears
 * in an error, only Twilio's number for it.
 */
public final class TwilioSender implements TextSender, AutoCloseable {
  /** Twilio itself. */
  public static final URI TWILIO = URI.create("https://api.twilio.com");

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int TAKEN = 201;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;
  private static final Pattern ERROR_NUMBER = Pattern.compile("\"code\"\\s*:\\s*([0-9]{1,9})");

  private final TwilioAccount account;
  private final URI messages;
  private final String authorization;
  private final Duration patience;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * @param server where the API is
   */
  public TwilioSender(TwilioAccount account, URI server) {
    this(account, server, ANSWER);
  }

  /**
   * @param patience longest wait for an answer
   */
  TwilioSender(TwilioAccount account, URI server, Duration patience) {
    this.account = account;
    this.messages = server.resolve("/2010-04-01/Accounts/" + account.sid() + "/Messages.json");
    String credentials = account.sid() + ":" + account.token();
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    this.patience = patience;
  }

  @Override
  public void send(TextMessage message) {
    String sender = account.from().startsWith("MG") ? "MessagingServiceSid" : "From";
    String form =
        field("To", message.to())
            + "&"
            + field(sender, account.from())
            + "&"
            + field("Body", message.text());
    HttpRequest request =
        HttpRequest.newBuilder(messages)
            .timeout(patience)
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw TextFailedException.passing("no answer from Twilio: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TextFailedException.lasting("interrupted while waiting for Twilio");
    }
    int status = response.statusCode();
    if (status != TAKEN) {
      String what = "Twilio answered " + status + ", its error " + errorNumber(response.body());
      throw status == TIMEOUT || status == TOO_MANY || status >= SERVER_FAULT
          ? TextFailedException.passing(what)
          : TextFailedException.lasting(what);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static String field(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String errorNumber(String body) {
    Matcher number = ERROR_NUMBER.matcher(body);
    return number.find() ? number.group(1) : "unknown";
  }
}
