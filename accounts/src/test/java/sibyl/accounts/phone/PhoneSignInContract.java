package sibyl.accounts.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.People;
import sibyl.accounts.memory.SignInMemory;
import sibyl.accounts.message.OutgoingTexts;
import sibyl.accounts.message.SentMessages;
import sibyl.accounts.message.TextMessage;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.store.Rows;

/** Signing in by phone, whichever memory is behind it. */
@Timeout(180)
abstract class PhoneSignInContract {
  static final String NUMBER = "+919876543210";
  static final String HERE = "192.0.2.1";
  private static final long BONUS = 15_000_000;
  private static final Pattern CODE = Pattern.compile("^(\\d{6}) is your Sibyl code");

  People people;
  final KeyedHash hash = KeyedHash.ofThisProcess();
  final SentMessages sent = new SentMessages();
  private OutgoingTexts texts;
  PhoneSignIn phones;

  abstract SignInMemory memory();

  abstract CodeLimits limits();

  /** Lets time pass, for the memory. */
  abstract void pass(Duration time);

  /** Lets the time between two codes for one number pass. */
  void letResendPass() {
    pass(limits().resend().plusMillis(10));
  }

  @BeforeEach
  void open() {
    people = new People(BONUS);
    texts = OutgoingTexts.start(sent, people.clock);
    phones = phones(limits());
  }

  @AfterEach
  void close() {
    texts.close();
    people.close();
  }

  PhoneSignIn phones(CodeLimits limits) {
    return new PhoneSignIn(
        new PhoneNumbers("IN"),
        memory(),
        hash,
        limits,
        new AttemptBrake(memory(), hash, people.clock),
        people.secondStep(new AttemptBrake()),
        texts,
        new DatabasePhonePeople(people.database, people.newPeople),
        people.clock);
  }

  /** Asks for a code and reads it on the phone. */
  String codeFor(String number) {
    int before = sent.to(number).size();
    phones.sendCode(number, HERE);
    return await().until(() -> newest(number, before), code -> code != null);
  }

  private String newest(String number, int before) {
    List<TextMessage> messages = sent.to(number);
    if (messages.size() == before) {
      return null;
    }
    Matcher code = CODE.matcher(messages.getFirst().text());
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  @Test
  void theFirstTimeMakesAPersonWithABonusInOneTransaction() {
    String code = codeFor(NUMBER);
    Arrival arrival = phones.signIn("98765 43210", code, HERE);
    assertThat(arrival.isNew()).isTrue();
    assertThat(arrival.user().account()).isEqualTo(16);
    assertThat(arrival.user().username()).matches("trader-[a-z2-9]{8}");
    assertThat(
            Rows.of(people.database, "SELECT account_id, phone, length(referral_code) FROM users"))
        .containsExactly("16 +919876543210 8");
    assertThat(
            Rows.of(
                people.database,
                "SELECT kind, from_account, to_account, amount, state, reference FROM outbox"))
        .containsExactly("BONUS 3 16 15000000 WAITING signup bonus");
    assertThat(Rows.of(people.database, "SELECT count(*) FROM credentials")).containsExactly("0");
  }

  @Test
  void theNextTimeItIsTheSamePerson() {
    phones.signIn(NUMBER, codeFor(NUMBER), HERE);
    letResendPass();
    Arrival again = phones.signIn(NUMBER, codeFor(NUMBER), HERE);
    assertThat(again.isNew()).isFalse();
    assertThat(again.user().account()).isEqualTo(16);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM outbox")).containsExactly("1");
  }

  @Test
  void aCodeIsAcceptedOnce() {
    String code = codeFor(NUMBER);
    phones.signIn(NUMBER, code, HERE);
    assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, code, HERE));
  }

  @Test
  void ofAHundredWhoBringOneCodeOneIsLetIn() {
    String code = codeFor(NUMBER);
    List<Callable<?>> hundred = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String address = "198.51.100." + i;
      hundred.add(() -> phones.signIn(NUMBER, code, address));
    }
    List<Object> outcomes = AtOnce.all(hundred);
    assertThat(outcomes).filteredOn(Arrival.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(Code.class::isInstance)
        .hasSize(99)
        .containsAnyOf(Code.WRONG_CODE, Code.TOO_MANY_ATTEMPTS)
        .isSubsetOf(Code.WRONG_CODE, Code.TOO_MANY_ATTEMPTS);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM users")).containsExactly("1");
  }

  @Test
  void aHundredFirstTimesAtOnceMakeOnePersonAndOneBonus() {
    PhonePeople arrivals = new DatabasePhonePeople(people.database, people.newPeople);
    List<Object> outcomes =
        AtOnce.times(100, () -> arrivals.arrive(new PhoneNumber("+919876543210")));
    assertThat(outcomes)
        .filteredOn(outcome -> ((Arrival) outcome).isNew())
        .as("told that they are new")
        .hasSize(1);
    assertThat(outcomes)
        .extracting(outcome -> ((Arrival) outcome).user().account())
        .containsOnly(16L);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM users")).containsExactly("1");
    assertThat(Rows.of(people.database, "SELECT count(*) FROM outbox")).containsExactly("1");
    assertThat(Rows.of(people.database, "SELECT next FROM account_numbers"))
        .as("those who came second drew no number")
        .containsExactly("17");
  }

  @Test
  void anExchangeThatIsBusyOrBrokenStopsNobody() {
    people.exchange.setBroken(true);
    assertThat(phones.signIn(NUMBER, codeFor(NUMBER), HERE).isNew()).isTrue();
    assertThat(Rows.of(people.database, "SELECT state FROM outbox")).containsExactly("WAITING");
    people.exchange.setBroken(false);
    people.clock.forward(Duration.ofMinutes(1));
    people.outbox.repeat();
    assertThat(people.exchange.drain()).hasSize(1);
  }

  @Test
  void fiveWrongCodesAreTheEndOfTheRightOne() {
    String code = codeFor(NUMBER);
    for (int i = 0; i < 5; i++) {
      assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, other(code), HERE));
    }
    assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, code, HERE));
  }

  @Test
  void theLastOfFiveTriesMayBeTheRightOne() {
    String code = codeFor(NUMBER);
    for (int i = 0; i < 4; i++) {
      assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, other(code), HERE));
    }
    assertThat(phones.signIn(NUMBER, code, HERE).isNew()).isTrue();
  }

  @Test
  void aCodeOfOneNumberIsNoneOfAnother() {
    String code = codeFor(NUMBER);
    assertRefused(Code.WRONG_CODE, () -> phones.signIn("+919876543211", code, HERE));
    phones.signIn(NUMBER, code, HERE);
  }

  @Test
  void aCodeMayBeWrittenInOtherDigitsAndWithGaps() {
    String code = codeFor(NUMBER);
    String arabic =
        code.chars()
            .mapToObj(digit -> Character.toString('\u0660' + (digit - '0')))
            .reduce("", String::concat);
    String gaps = arabic.substring(0, 3) + " \u00a0-" + arabic.substring(3);
    assertThat(phones.signIn(NUMBER, gaps, HERE).isNew()).isTrue();
  }

  @Test
  void whatIsNoCodeIsWrongLikeAnyOther() {
    codeFor(NUMBER);
    for (String nonsense : List.of("", "12345", "1234567", "abcdef", "-123456x")) {
      assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, nonsense, HERE));
    }
  }

  @Test
  void theNextCodeForANumberHasToWait() {
    codeFor(NUMBER);
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> phones.sendCode(NUMBER, HERE));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> phones.sendCode("098765 43210", "203.0.113.9"));
    codeFor("+919876543211");
  }

  @Test
  void aNumberAndAnAddressHaveOnlySoManyADay() {
    phones = phones(new CodeLimits(Duration.ofMinutes(5), 5, Duration.ofMillis(1), 3, 5));
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofMillis(10));
      codeFor(NUMBER);
    }
    pass(Duration.ofMillis(10));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> phones.sendCode(NUMBER, HERE));
    codeFor("+919876543211");
    codeFor("+919876543212");
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> phones.sendCode("+919876543213", HERE));
    phones.sendCode("+919876543213", "203.0.113.9");
  }

  @Test
  void whoeverGuessesIsSlowedDownByAddressToo() {
    int wrong = 0;
    for (int i = 0; i < 200; i++) {
      String number = "+9198765" + (40_000 + i);
      try {
        phones.signIn(number, "000000", HERE);
      } catch (AccountsException e) {
        wrong += e.code() == Code.WRONG_CODE ? 1 : 0;
      }
    }
    assertThat(wrong).isBetween(100, 102);
  }

  static String other(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }
}
