using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Parley.Browser.Tests.Chromium))]

namespace Parley.Browser.Tests;

/// <summary>One real browser for all tests; a test that finds none skips and says how to get one.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(Start);

    internal async Task<IBrowser> Browser()
    {
        if (Executable() is null)
        {
            Assert.Skip(
                "No Chromium found, so the page was not tested. Install one (Debian: apt-get install chromium) or name it in PARLEY_CHROMIUM.");
        }

        return (await _started.Value).Browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        (IPlaywright driver, IBrowser browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static string? Executable() =>
        Environment.GetEnvironmentVariable("PARLEY_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Places, File.Exists);

    private static async Task<(IPlaywright Driver, IBrowser Browser)> Start()
    {
        IPlaywright driver = await Playwright.CreateAsync();
        IBrowser browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        return (driver, browser);
    }
}
