using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class SystemTests(Chromium chromium)
{
    [Fact]
    public async Task System_shows_metrics_by_their_names_with_the_numbers_the_desk_says()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/system");
        ILocator decisions = Group(open, "parley.decisions");
        await Expect(decisions.Locator("code")).ToHaveTextAsync("parley.decisions");
        await Expect(decisions.Locator(".head .number")).ToHaveTextAsync(await DecisionsSaid(open));
        await Expect(Group(open, "parley.mode").Locator(".number")).ToHaveTextAsync("0");
        await Expect(Group(open, "parley.alerts").Locator(".number")).ToHaveTextAsync("0");
        await Expect(Group(open, "parley.edge.report.age").Locator(".number")).ToHaveTextAsync("–");
        await Expect(Group(open, "parley.agent.duration")).ToContainTextAsync("p50 12 µs · p99 310 µs · max 2.3 ms");
        await Expect(open.Page.Locator(".system .figures")).ToContainTextAsync("18,205");
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "System", Exact = true })).ToHaveAttributeAsync("aria-current", "page");
        (await open.Page.TitleAsync()).ShouldBe("System · Parley");

        // Asked for again by itself.
        open.Server.Desk.Change(desk => desk with { Counters = desk.Counters with { Decisions = 1_239 } });
        await Expect(decisions.Locator(".head .number")).ToHaveTextAsync("1,239");
        (await DecisionsSaid(open)).ShouldBe("1,239");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task Many_tags_open_and_close_by_keyboard_and_stay_so()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/system");
        ILocator decisions = Group(open, "parley.decisions");
        ILocator toggle = decisions.GetByRole(AriaRole.Button);
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(decisions.Locator(".part")).ToHaveCountAsync(0);
        await toggle.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(decisions.Locator(".part")).ToHaveCountAsync(5);
        await Expect(decisions.Locator(".part").First).ToContainTextAsync("action Abstained · symbol BTCUSDT");

        open.Server.Desk.Change(desk => desk with { Counters = desk.Counters with { Decisions = 500 } });
        await Expect(decisions.Locator(".part .number").First).ToHaveTextAsync("100");
        await Expect(toggle).ToBeFocusedAsync();
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "true");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task The_text_for_collectors_is_served_as_such()
    {
        await using DeskServer server = await DeskServer.Start();
        using HttpClient client = server.Client();
        using HttpResponseMessage response = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("parley_decisions_total 138\n");
        using HttpRequestMessage foreign = new(HttpMethod.Get, "/metrics");
        foreign.Headers.Host = "parley.evil.example";
        using HttpResponseMessage refused = await client.SendAsync(foreign, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static ILocator Group(OpenPage open, string name) => open.Page.Locator($".metrics tbody[data-name='{name}']");

    private static async Task<string> DecisionsSaid(OpenPage open)
    {
        using HttpClient client = open.Server.Client();
        JsonElement said = await client.GetFromJsonAsync<JsonElement>("/api/metrics", TestContext.Current.CancellationToken);
        return said.GetProperty("metrics").EnumerateArray()
            .Where(m => m.GetProperty("name").GetString() == "parley.decisions").Sum(m => m.GetProperty("value").GetDouble())
            .ToString("N0", CultureInfo.InvariantCulture);
    }
}
