package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.staff.SecondPersons;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Units;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Operation;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.http.Subject;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.Staff;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/** What staff do: sign in, create events and take markets through their life. */
public final class StaffOperations {
  private final Staff staff;
  private final Callers callers;
  private final SecondPersons secondPersons;
  private final HouseGrants grants;
  private final boolean fourEyes;
  private final Blocking blocking;
  private final Commands commands;
  private final ReadModel model;
  private final CookieNames cookies;

  /**
   * @param fourEyes what holds for a market that does not say
   */
  public StaffOperations(
      Staff staff,
      Callers callers,
      SecondPersons secondPersons,
      HouseGrants grants,
      boolean fourEyes,
      Blocking blocking,
      Commands commands,
      ReadModel model,
      CookieNames cookies) {
    this.staff = staff;
    this.callers = callers;
    this.secondPersons = secondPersons;
    this.grants = grants;
    this.fourEyes = fourEyes;
    this.blocking = blocking;
    this.commands = commands;
    this.model = model;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    Subject market = this::marketNow;
    table.add("staffLogin", this::login);
    table.add("staffLogout", this::logout);
    table.add("createEvent", this::createEvent);
    table.add("openMarket", change(MarketState.OPEN), market);
    table.add("haltMarket", change(MarketState.HALTED), market);
    table.add("closeMarket", change(MarketState.CLOSED), market);
    table.add("proposeResolution", this::propose, market);
    table.add("confirmResolution", this::confirm, market);
    table.add("challengeResolution", this::challenge, market);
    table.add("settleMarket", this::settle, market);
    table.add("scheduleMarket", this::schedule, market);
    table.add("addLiquidity", this::addLiquidity, market);
    table.add("setRecipe", this::setRecipe, market);
  }

  private Future<Optional<JsonObject>> marketNow(Request request) {
    return Future.succeededFuture(
        Optional.ofNullable(MarketOperations.marketIfAny(model, request.pathId("market_id"))));
  }

  private Future<Answer> login(Request request) {
    Attempt attempt = SignInOperations.attempt(request, cookies.staffDevice());
    return blocking
        .call(() -> staff.login(attempt, request.device()))
        .map(
            signedIn ->
                Answer.ok(StaffMemberOperations.whoIs(signedIn.member()))
                    .with(
                        cookies.forStaff(signedIn.token()),
                        cookies.forDeviceOfStaff(signedIn.deviceToken())));
  }

  private Future<Answer> logout(Request request) {
    Cookie gone = cookies.gone(cookies.staff());
    return blocking.call(() -> SignOut.of(request, callers, gone));
  }

  private Future<Answer> createEvent(Request request) {
    CreateEvent event = EventForm.of(request.fields(), fourEyes);
    return grants
        .give(
            request,
            "createEvent",
            HouseGrants.costOf(event),
            () -> commands.send(request, (into, header) -> into.createEvent(header, event)))
        .map(applied -> Answer.created(created(model, applied)));
  }

  /** An event that was just created, as an answer. */
  static JsonObject created(ReadModel model, Applied applied) {
    long id =
        applied
            .first(Change.EventCreated.class)
            .orElseThrow(() -> new IllegalStateException("no event created"))
            .event();
    ReadModel.Seen<EventView> created =
        model.read(state -> Objects.requireNonNull(state.event(id)));
    return MarketJson.event(created.value()).put("as_of_seq", created.asOfSeq());
  }

  private Operation change(MarketState to) {
    return request ->
        onMarket(
            request,
            market ->
                (into, header) ->
                    into.changeMarketState(header, new ChangeMarketState(market, to)));
  }

  private Future<Answer> propose(Request request) {
    int yesFraction = yesFraction(request);
    String evidence = request.fields().text("evidence", "");
    return onMarket(
        request,
        market ->
            (into, header) ->
                into.proposeResolution(
                    header, new ProposeResolution(market, yesFraction, evidence)));
  }

  private Future<Answer> confirm(Request request) {
    long market = request.pathId("market_id");
    long by = request.staff().number();
    boolean apart =
        model
            .read(
                state -> {
                  MarketView view = state.market(market);
                  return view != null && view.spec().rules().fourEyes();
                })
            .value();
    Future<Boolean> allowed =
        apart
            ? blocking.call(
                () -> {
                  secondPersons.requireSettled(by);
                  return true;
                })
            : Future.succeededFuture(true);
    return allowed.compose(
        any ->
            onMarket(
                request,
                id -> (into, header) -> into.confirmResolution(header, new ConfirmResolution(id))));
  }

  private Future<Answer> challenge(Request request) {
    String reason = request.fields().text("reason", "");
    return onMarket(
        request,
        market ->
            (into, header) ->
                into.challengeResolution(header, new ChallengeResolution(market, reason)));
  }

  private Future<Answer> schedule(Request request) {
    long openAt = request.fields().time("open_at");
    long closeAt = request.fields().time("close_at");
    if (closeAt != 0 && closeAt <= openAt) {
      throw request.fields().malformed("close_at", "Give a close_at after open_at.");
    }
    return onMarket(
        request,
        market ->
            (into, header) ->
                into.scheduleMarket(header, new ScheduleMarket(market, openAt, closeAt)));
  }

  private Future<Answer> addLiquidity(Request request) {
    Fields stated = request.fields();
    long more = stated.quantity("add", 0);
    if (more <= 0) {
      throw stated.malformed("add", "Give more than zero, like \"100\".");
    }
    if (Specs.of(model, request.pathId("market_id")).mode() == MarketMode.BOOK) {
      throw Refusals.contradiction(
          "/add",
          "This market has no AMM whose liquidity could grow: only modes lmsr and hybrid do.");
    }
    long cost =
        model.read(state -> state.costOfLiquidity(request.pathId("market_id"), more)).value();
    return grants.give(
        request,
        "addLiquidity " + request.pathId("market_id"),
        cost,
        () ->
            onMarket(
                request,
                market ->
                    (into, header) -> into.addLiquidity(header, new AddLiquidity(market, more))));
  }

  private Future<Answer> setRecipe(Request request) {
    Set<Long> goods = new HashSet<>(Set.of(request.pathId("market_id")));
    for (Fields each : request.fields().objects("ingredients")) {
      if (!goods.add(each.id("market_id"))) {
        throw each.malformed(
            "market_id", "Give each ingredient once; the product itself is not one of them.");
      }
    }
    List<Ingredient> ingredients =
        request.fields().objects("ingredients").stream()
            .map(each -> new Ingredient(each.id("market_id"), each.quantity("quantity", 0)))
            .toList();
    return onMarket(
        request,
        market -> (into, header) -> into.setRecipe(header, new SetRecipe(market, ingredients)));
  }

  private Future<Answer> settle(Request request) {
    return onMarket(
        request, market -> (into, header) -> into.settleMarket(header, new SettleMarket(market)));
  }

  private Future<Answer> onMarket(Request request, LongFunction<ExchangeClient.Command> command) {
    long market = request.pathId("market_id");
    return commands
        .send(request, command.apply(market))
        .map(applied -> Answer.ok(MarketOperations.marketNow(model, market)));
  }

  /** In ten-thousandths of the payout. */
  private static int yesFraction(Request request) {
    Object outcome = request.fields().value("outcome");
    if ("yes".equals(outcome)) {
      return Units.WHOLE_FRACTION;
    }
    if ("no".equals(outcome)) {
      return 0;
    }
    Optional<BigDecimal> fraction;
    try {
      fraction = request.fields().decimal("outcome");
    } catch (Problem notADecimal) {
      fraction = Optional.empty();
    }
    return fraction
        .filter(part -> part.signum() >= 0 && part.compareTo(BigDecimal.ONE) <= 0)
        .map(StaffOperations::tenThousandths)
        .orElseThrow(
            () ->
                Problems.malformed(
                    "/outcome", "Give yes, no, or what YES pays: a decimal from 0 to 1."));
  }

  private static int tenThousandths(BigDecimal fraction) {
    try {
      return Decimals.toPrice(fraction);
    } catch (ArithmeticException e) {
      throw Problems.malformed("/outcome", "A fraction has at most four decimals.");
    }
  }
}
