global using Parley.Domain;
global using Parley.Orchestrations;
global using Parley.Ports;
