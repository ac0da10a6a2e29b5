using System.Globalization;
using Microsoft.Playwright;
using Parley.Dashboard;
using Parley.Domain;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class OverviewTests(Chromium chromium)
{
    [Fact]
    public async Task Overview_says_mode_price_equity_position_and_limits()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        FixtureDesk desk = open.Server.Desk;

        await Expect(page.Locator(".banner .mode")).ToHaveTextAsync("Normal");
        await Expect(page.Locator(".banner .reason")).ToContainTextAsync("Every limit is respected.");
        await Expect(page.Locator(".price-panel .last")).ToHaveTextAsync(Money(desk.LatestBar.Close));
        await Expect(page.Locator(".figures dd").First).ToHaveTextAsync(Money(desk.LatestEquity.Equity));
        await Expect(page.Locator(".positions")).ToContainTextAsync("0.36 BTCUSDT");
        await Expect(page.Locator(".orders")).ToContainTextAsync("stop ");
        await Expect(page.Locator(".limit .figure").Nth(3)).ToContainTextAsync("of 2.00×");
        await Expect(page.GetByRole(AriaRole.Meter)).ToHaveCountAsync(4);
        await Expect(page.Locator(".feed-list li[data-state=mute]")).ToContainTextAsync("mute");
        await Expect(page.Locator(".counters")).ToContainTextAsync("1,284,112");
        await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);
        open.ShouldBeClean();
    }

    [Fact]
    public async Task Charts_draw_candles_and_the_equity_curve()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        await Expect(open.Page.Locator(".price-panel .empty")).ToBeHiddenAsync();
        await Expect(open.Page.Locator(".equity-panel .empty")).ToBeHiddenAsync();

        open.ShouldBeClean();
        // The candles' own colour must be on the canvas: an empty chart has axes and a grid only.
        (await DrawnPixels(open.Page, ".chart.price", "--gain-fill")).ShouldBeGreaterThan(200);
        (await DrawnPixels(open.Page, ".chart.price", "--loss-fill")).ShouldBeGreaterThan(200);
        (await DrawnPixels(open.Page, ".chart.equity", "--accent")).ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task Another_timeframe_shows_its_own_bars()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        ILocator hour = open.Page.GetByRole(AriaRole.Button, new() { Name = "1h", Exact = true });
        await hour.ClickAsync();
        await Expect(hour).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(open.Page.Locator(".chart.price[aria-label*='1h bars']")).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".readout")).ToContainTextAsync("11:00 UTC");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task An_instrument_without_bars_says_so_in_words()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        await open.Page.GetByLabel("Instrument").SelectOptionAsync("ETHUSDT");
        await Expect(open.Page.Locator(".price-panel .empty")).ToHaveTextAsync("No 1m bars of ETHUSDT yet.");
        open.ShouldBeClean();
    }

    [Fact]
    public async Task What_happens_on_the_desk_appears_without_a_reload()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        IPage page = open.Page;
        FixtureDesk desk = open.Server.Desk;
        await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);
        await page.EvaluateAsync("window.sameDocument = true");

        BarDto next = desk.LatestBar with { Time = desk.LatestBar.Time + 60, Close = 71_234.5m, High = 71_300m };
        desk.Close(next);
        desk.Decide(FixtureDecisions.Summarise(desk.Decisions.Entered) with { Id = "fresh", Summary = "Decided just now." });
        desk.Change(now => now with { Mode = TradingMode.ReduceOnly, ModeReason = "Daily loss limit reached." });

        await Expect(page.Locator(".price-panel .last")).ToHaveTextAsync("71,234.50");
        await Expect(page.Locator(".recent-list li").First).ToContainTextAsync("Decided just now.");
        await Expect(page.Locator(".banner")).ToHaveAttributeAsync("data-mode", "ReduceOnly");
        await Expect(page.Locator(".banner .state")).ToContainTextAsync("Daily loss limit reached.");
        await Expect(page).ToHaveTitleAsync("ReduceOnly · Overview · Parley");
        (await page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_limit_that_is_nearly_used_up_says_so_in_words()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        open.Server.Desk.Change(desk => desk with { Account = desk.Account with { DayLoss = 0.027 } });
        ILocator today = open.Page.Locator(".limit").First;
        await Expect(today).ToContainTextAsync("2.70 % of 3.00 %");
        await Expect(today).ToContainTextAsync("90 % near the limit");
        await Expect(today.GetByRole(AriaRole.Meter)).ToHaveAttributeAsync("aria-valuenow", "90");
    }

    [Fact]
    public async Task A_desk_that_has_finished_says_so_and_takes_no_orders()
    {
        await using OpenPage open = await OpenPage.At(chromium);
        open.Server.Desk.Change(desk => desk with { Finished = true });
        await Expect(open.Page.Locator(".notice")).ToContainTextAsync("final state");
        await Expect(open.Page.Locator(".link")).ToHaveTextAsync("Finished");
        await Expect(open.Page.Locator(".controls button:enabled")).ToHaveCountAsync(0);
    }

    private static string Money(decimal value) => value.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>Pixels on the canvases under <paramref name="selector"/> that have the colour of a CSS variable.</summary>
    internal static async Task<int> DrawnPixels(IPage page, string selector, string variable)
    {
        await page.WaitForFunctionAsync(Counting, new { selector, variable });
        return await page.EvaluateAsync<int>(Counting, new { selector, variable });
    }

    private const string Counting =
        """
        ({ selector, variable }) => {
          const hex = getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
          const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
          let found = 0;
          for (const canvas of document.querySelectorAll(`${selector} canvas`)) {
            if (canvas.width === 0 || canvas.height === 0) continue;
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            for (let i = 0; i < data.length; i += 4)
              if (Math.abs(data[i] - r) < 3 && Math.abs(data[i + 1] - g) < 3 && Math.abs(data[i + 2] - b) < 3 && data[i + 3] > 250) found++;
          }
          return found;
        }
        """;
}
