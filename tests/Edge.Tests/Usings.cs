global using Parley.Domain;
global using Parley.Hosting;
global using Parley.Market;
global using Parley.Orchestrations;
global using Parley.Ports;
global using Parley.Stores;
