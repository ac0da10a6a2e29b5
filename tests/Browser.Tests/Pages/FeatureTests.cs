using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class FeatureTests(Chromium chromium)
{
    [Fact]
    public async Task The_trigger_and_flow_are_open_and_each_group_counts_what_is_not_known()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        IPage page = open.Page;
        await Expect(page.Locator(".feature-group[open]")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-group='5m'][open] .count")).ToHaveTextAsync("14 facts · 2 not known yet");
        await Expect(page.Locator("[data-group='flow'][open] .count")).ToHaveTextAsync("4 facts");
        await Expect(page.Locator("[data-group='5m'] .family h5")).ToHaveTextAsync(["trend", "momentum"]);
        await Expect(page.Locator("[data-field='5m.obv_slope']")).ToHaveClassAsync("unknown");

        ILocator rsi = page.Locator("[data-field='5m.rsi_14']");
        await rsi.HoverAsync();
        await Expect(rsi).ToHaveAttributeAsync(
            "title", "How much of the movement was upward. In 0 to 100. First known after 15 bars. Source: Wilder.");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_word_leaves_only_the_features_it_names_in_whatever_group()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        IPage page = open.Page;
        ILocator visible = page.Locator(".features [data-field]:visible");
        await page.GetByLabel("Find a feature by name").FillAsync("rsi");
        await Expect(visible).ToHaveCountAsync(3);
        await Expect(page.Locator(".found")).ToHaveTextAsync("3 found");
        await page.GetByLabel("Find a feature by name").FillAsync("RSI 1h");
        await Expect(visible).ToHaveCountAsync(1);
        await Expect(visible).ToHaveAttributeAsync("data-field", "1h.rsi_14");

        // Another decision is read with the same question; a citation still finds its fact.
        await page.GotoAsync("/#/decisions/d0635");
        await Expect(page.Locator(".hashes dd").First).ToContainTextAsync("d0635");
        await Expect(visible).ToHaveCountAsync(1);
        await page.Locator(".chip[data-cites='1m.ema_12']").First.HoverAsync();
        await Expect(page.Locator(".snapshot .lit:visible")).ToHaveAttributeAsync("data-field", "1m.ema_12");

        await page.GetByLabel("Find a feature by name").FillAsync("");
        await Expect(page.Locator(".feature-group:visible")).ToHaveCountAsync(4);
        await page.GetByLabel("Find a feature by name").FillAsync("nonsense");
        await Expect(page.Locator(".found")).ToHaveTextAsync("No feature of this name.");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_name_from_a_stranger_stays_text()
    {
        await using OpenPage open = await OpenPage.At(chromium, "/#/decisions/d0640");
        IPage page = open.Page;
        await Expect(page.Locator("[data-group='5m'] dt", new() { HasText = "onerror" })).ToHaveTextAsync(FixtureFeatures.HostileName);
        ILocator flow = page.Locator("[data-field='flow.cvd']");
        await flow.ClickAsync();
        await Expect(flow.Locator(".explanation")).ToContainTextAsync("<b>by takers</b>");
        (await page.Locator("#app img, #app script, #app b").CountAsync()).ShouldBe(0);
        (await page.EvaluateAsync<bool>("'owned' in window")).ShouldBeFalse();
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_chosen_feature_is_drawn_named_with_its_value_and_remembered()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        FixtureDesk desk = open.Server.Desk;
        await page.Locator(".overlay-menu > summary").ClickAsync();
        await page.GetByLabel("sma_20").CheckAsync();
        await page.GetByLabel("rsi_14").CheckAsync();
        await Expect(page.Locator(".overlay-menu > summary")).ToHaveTextAsync("Features · 2");
        await page.Keyboard.PressAsync("Escape");

        // Over the chart the pointer would ask for the value under it instead of the latest.
        await page.Mouse.MoveAsync(1, 1);
        ILocator mean = page.Locator("[data-overlay=sma_20] .value");
        await Expect(mean).ToHaveTextAsync(MeanOf(desk));
        await page.ReloadAsync();
        await Expect(mean).ToHaveTextAsync(MeanOf(desk));
        desk.Close(desk.LatestBar with { Time = desk.LatestBar.Time + 60, Close = 71_234.5m, High = 71_300m });
        await Expect(mean).ToHaveTextAsync(MeanOf(desk));

        await page.GetByLabel("Remove rsi_14").ClickAsync();
        await Expect(page.Locator("[data-overlay]")).ToHaveCountAsync(1);
        open.ShouldBeClean();
        // Last: the browser complains of being asked for its pixels.
        (await OverviewTests.DrawnPixels(page, ".chart.price", "--overlay-1")).ShouldBeGreaterThan(100);
    }

    /// <summary>Mean of the last twenty closes as the desk has them now, as the page writes it.</summary>
    private static string MeanOf(FixtureDesk desk) =>
        desk.Bars(FixtureMarket.Symbol, "1m", 20).Average(bar => bar.Close).ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
}
