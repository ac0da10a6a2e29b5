using Microsoft.Playwright;
using Parley.Dashboard;
using Parley.Domain;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

public sealed class LayoutTests(Chromium chromium)
{
    public static TheoryData<string, int, int, ColorScheme> Views()
    {
        TheoryData<string, int, int, ColorScheme> views = [];
        foreach (string path in new[] { "/", "/#/decisions", "/#/decisions/d0640", "/#/system" })
        {
            foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                views.Add(path, 1280, 900, scheme);
                views.Add(path, 390, 844, scheme);
            }
        }

        return views;
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Nothing_sticks_out_sideways(string path, int width, int height, ColorScheme scheme)
    {
        await using OpenPage open = await OpenPage.At(chromium, path, width, height, scheme);
        IPage page = open.Page;
        if (path == "/") await Expect(page.Locator(".recent-list li")).ToHaveCountAsync(8);
        else if (path == "/#/system") await Expect(page.Locator(".metrics tbody").First).ToBeVisibleAsync();
        else if (path.EndsWith("d0640", StringComparison.Ordinal)) await Expect(page.Locator(".checks")).ToBeVisibleAsync();
        else await Expect(page.Locator(".decision-list a").First).ToBeVisibleAsync();

        await Picture(page, path, width, scheme);
        (await Overflow(page)).ShouldBe(0);
        open.ShouldBeClean();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/#/decisions")]
    public async Task Long_words_and_large_numbers_stay_within_a_phone(string path)
    {
        await using OpenPage open = await OpenPage.At(chromium, path, 390, 844);
        string word = new('W', 90);
        open.Server.Desk.Change(desk => desk with
        {
            Name = word,
            Source = word,
            Mode = TradingMode.Halted,
            ModeReason = $"Reconciliation found {word} at the venue and nowhere in the ledger.",
            Account = desk.Account with { Equity = 123_456_789_012.34m, Cash = 123_456_789_012.34m, Realised = -98_765_432_109.87m },
            Positions = [.. desk.Positions, new($"1000{word}USDT", -123_456_789.12345678m, 0.00001234m, 0.00001299m, -80.24m, null)],
            OpenOrders = [desk.OpenOrders[0] with { Id = word, Symbol = word, Phase = word }],
            Feeds = [new(word, 86_400, FeedState.Broken)],
            Counters = desk.Counters with { Frames = 123_456_789_012, DataIssues = 9_876_543_210 },
        });
        DecisionSummaryDto decision = FixtureDecisions.Summarise(open.Server.Desk.Decisions.Entered);
        open.Server.Desk.Decide(decision with { Id = "long", Symbol = word, Summary = word, NetProfit = -98_765_432.10m });

        await Expect(open.Page.Locator(".banner .mode")).ToHaveTextAsync("Halted");
        await Expect(open.Page.GetByText(word).Locator("visible=true").Last).ToBeVisibleAsync();
        await Picture(open.Page, $"{path}-long", 390, ColorScheme.Light);
        (await Overflow(open.Page)).ShouldBe(0);
        open.ShouldBeClean();
    }

    [Fact]
    public async Task A_desk_that_has_seen_nothing_yet_says_so_everywhere()
    {
        await using OpenPage open = await OpenPage.At(chromium, desk: FixtureDesk.JustStarted());
        IPage page = open.Page;
        await Expect(page.Locator(".price-panel .empty")).ToHaveTextAsync("No 1m bars of BTCUSDT yet.");
        await Expect(page.Locator(".equity-panel .empty")).ToHaveTextAsync("No equity recorded yet.");
        await Expect(page.Locator(".positions .none")).ToHaveTextAsync("Flat: no open position.");
        await Expect(page.Locator(".orders .none")).ToHaveTextAsync("No order is out.");
        await Expect(page.Locator(".feeds .none")).ToHaveTextAsync("No feed has spoken yet.");
        await Expect(page.Locator(".recent .none")).ToContainTextAsync("No decision yet.");
        await Picture(page, "/empty", 1280, ColorScheme.Light);
        await page.GetByRole(AriaRole.Link, new() { Name = "Decisions", Exact = true }).ClickAsync();
        await Expect(page.Locator(".decision-stage")).ToContainTextAsync("When the desk decides something");
        open.ShouldBeClean();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground_by_the_contrast_AA_asks_for(ColorScheme scheme)
    {
        await using OpenPage open = await OpenPage.At(chromium, "/", scheme: scheme);
        string[] failing = await open.Page.EvaluateAsync<string[]>(Contrasts);
        failing.ShouldBeEmpty();
    }

    // Every colour text is set in, on every ground it is set on; 4.5 is WCAG 2.2 AA for ordinary text.
    private const string Contrasts =
        """
        () => {
          const style = getComputedStyle(document.documentElement);
          const luminance = name => {
            const hex = style.getPropertyValue(name).trim();
            const [r, g, b] = [1, 3, 5]
              .map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
              .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const grounds = ['--page', '--panel', '--sunken', '--mode-normal', '--mode-guarded', '--mode-reduce', '--mode-halted'];
          const texts = { '--ink': [...grounds, '--lit'], '--muted': ['--page', '--panel', '--sunken'], '--gain': ['--panel'], '--loss': ['--panel'],
                          '--warn': ['--panel', '--sunken'], '--accent': ['--page', '--panel'], '--accent-ink': ['--accent'] };
          const failing = [];
          for (const [text, on] of Object.entries(texts))
            for (const ground of on) {
              const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
              const contrast = (light + 0.05) / (dark + 0.05);
              if (!(contrast >= 4.5)) failing.push(`${text} on ${ground}: ${contrast.toFixed(2)}`);
            }
          return failing;
        }
        """;

    private static Task<int> Overflow(IPage page) =>
        page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Keeps a picture for people to look at when PARLEY_PICTURES names a folder.</summary>
    private static async Task Picture(IPage page, string path, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("PARLEY_PICTURES") is not { Length: > 0 } folder) return;
        string name = path == "/" ? "overview" : path.Trim('/', '#').Replace('/', '-');
        // The charts draw in the frame after their data.
        await page.WaitForTimeoutAsync(800);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png") });
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme}-full.png"), FullPage = true });
    }
}
