using Microsoft.Playwright;
using Parley.Dashboard;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class DecisionTests(Chromium chromium)
{
    [Fact]
    public async Task A_deep_link_shows_the_whole_argument_to_its_outcome()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        IPage page = open.Page;
        DecisionDto decision = open.Server.Desk.Decisions.Entered;
        decision.Id.ShouldBe("d0640");

        await Expect(page.Locator("#decision-title")).ToContainTextAsync("Entered long on BTCUSDT");
        await Expect(page.Locator(".verdict")).ToHaveCountAsync(decision.Verdicts.Count);
        foreach (VerdictDto verdict in decision.Verdicts)
        {
            ILocator card = page.Locator(".verdict", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = verdict.Agent, Exact = true }) });
            await Expect(card).ToContainTextAsync(verdict.Reasons[0]);
            await Expect(card.Locator(".chip")).ToHaveCountAsync(verdict.Citations.Count);
        }

        await Expect(page.Locator(".ruling")).ToContainTextAsync("Approved");
        await Expect(page.Locator(".fusion tbody tr")).ToHaveCountAsync(decision.Fusion.Weights.Count);
        await Expect(page.Locator(".probability")).ToContainTextAsync("enough for long");
        await Expect(page.Locator(".checks tbody tr")).ToHaveCountAsync(decision.Risk!.Checks.Count);
        await Expect(page.Locator(".checks tr[data-outcome=Reduced]")).ToContainTextAsync("Risk per trade");
        await Expect(page.Locator(".order-card").First).ToContainTextAsync("Filled 0.36");
        await Expect(page.Locator(".order-card").First.Locator(".fills tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator(".order-card").Last).ToContainTextAsync("resting");
        await Expect(page.Locator(".hashes")).ToContainTextAsync(decision.SnapshotHash);
        await Expect(page.Locator(".snapshot")).ToContainTextAsync("rsi_14");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task Text_of_a_stranger_stays_text()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        await Expect(open.Page.Locator(".headline").First).ToHaveTextAsync(FixtureDecisions.HostileHeadline);
        (await open.Page.Locator("#app img, #app script").CountAsync()).ShouldBe(0);
        (await open.Page.EvaluateAsync<bool>("'owned' in window")).ShouldBeFalse();
        open.ShouldBeClean();
    }

    [Fact]
    public async Task The_browser_itself_refuses_text_as_markup()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        string refusal = await open.Page.EvaluateAsync<string>(
            "() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch (error) { return error.name; } }");
        refusal.ShouldBe("TypeError");
    }

    [Fact]
    public async Task A_citation_lights_up_its_fact_and_an_ungrounded_one_is_called_out()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        ILocator chip = open.Page.Locator(".chip[data-cites='5m.rsi_14']").First;
        ILocator fact = open.Page.Locator(".snapshot [data-field='5m.rsi_14']");
        ILocator lit = open.Page.Locator(".snapshot .lit");
        await chip.HoverAsync();
        await Expect(lit).ToHaveAttributeAsync("data-field", "5m.rsi_14");
        await Expect(fact).ToBeInViewportAsync();
        await open.Page.Locator("#decision-title").HoverAsync();
        await Expect(lit).ToHaveCountAsync(0);
        await Expect(open.Page.Locator(".chip[data-cites='1m.invented_feature']")).ToContainTextAsync("not in snapshot");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_refusal_names_its_rule_and_its_numbers()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        string id = open.Server.Desk.Decisions.Refused.Id;
        await open.Page.GotoAsync($"/#/decisions/{id}");
        ILocator refused = open.Page.Locator(".checks tr[data-outcome=Refused]");
        await Expect(refused).ToContainTextAsync("Cost share");
        await Expect(refused.Locator("[data-label=measured]")).ToHaveTextAsync("0.41");
        await Expect(refused.Locator("[data-label=limit]")).ToHaveTextAsync("0.25");
        await Expect(open.Page.Locator(".orders-section")).ToContainTextAsync("asked for no order");
    }

    [Fact]
    public async Task Arrow_keys_walk_the_list_and_the_argument_follows()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions");
        IPage page = open.Page;
        IReadOnlyList<DecisionDto> all = open.Server.Desk.Decisions.All;
        await Expect(page.Locator(".decision-list a[aria-current]")).ToHaveAttributeAsync("data-id", all[^1].Id);

        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator(".decision-list a[aria-current]")).ToHaveAttributeAsync("data-id", all[^3].Id);
        await Expect(page).ToHaveURLAsync($"/#/decisions/{all[^3].Id}");
        await Expect(page.Locator(".hashes dd").First).ToContainTextAsync(all[^3].Id);

        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator(".decision-list a:focus")).ToHaveAttributeAsync("data-id", all[^2].Id);
        open.ShouldBeClean();
    }

    [Fact]
    public async Task Filters_show_one_kind_of_outcome()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions");
        int refused = open.Server.Desk.Decisions.All.Count(decision => decision.Outcome == DecisionOutcome.Refused);
        await open.Page.Locator("[data-filter=refused]").ClickAsync();
        await Expect(open.Page.Locator(".decision-list li")).ToHaveCountAsync(refused);
        await Expect(open.Page.Locator(".decision-list .outcome").First).ToContainTextAsync("refused");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_decision_nobody_knows_is_said_so()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/nonsense");
        await Expect(open.Page.Locator(".decision-stage")).ToHaveTextAsync("The desk has no decision of this name.");
    }
}
